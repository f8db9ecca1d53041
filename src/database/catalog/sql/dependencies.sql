-- What has to be there before what. A part (an index of a constraint, a table's row type) is told apart: it is made
-- with the whole that it belongs to.
SELECT classid, objid, refclassid, refobjid, deptype = 'i' AS part
FROM pg_depend
WHERE deptype IN ('n', 'a', 'i', 'P', 'S') AND objid >= 16384 AND refobjid >= 16384
  AND (classid, objid) <> (refclassid, refobjid)
  -- A sequence's owner is told after both are there.
  AND NOT (deptype = 'a' AND classid = 'pg_class'::REGCLASS AND objid IN (SELECT seqrelid FROM pg_sequence))
UNION ALL
SELECT 'pg_attrdef'::REGCLASS, oid, 'pg_class'::REGCLASS, adrelid, true FROM pg_attrdef
