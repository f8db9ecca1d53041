SELECT 'pg_proc'::REGCLASS AS class, p.oid, 0::OID AS relation, p.proname::TEXT AS base,
       format('%I(%s)', p.proname, CASE p.pronargs WHEN 0 THEN '*' ELSE oidvectortypes(p.proargtypes) END) AS name,
       'AGGREGATE ' || identity AS target,
       format(E'CREATE AGGREGATE %s (\n    %s\n);', identity, concat_ws(E',\n    ',
              'SFUNC = ' || a.aggtransfn::REGPROC, 'STYPE = ' || format_type(a.aggtranstype, NULL),
              CASE WHEN a.aggtransspace <> 0 THEN 'SSPACE = ' || a.aggtransspace END,
              CASE WHEN a.aggfinalfn <> 0 THEN 'FINALFUNC = ' || a.aggfinalfn::REGPROC END,
              CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
              CASE WHEN a.aggfinalfn <> 0 THEN 'FINALFUNC_MODIFY = ' || modify.of_final END,
              CASE WHEN a.aggcombinefn <> 0 THEN 'COMBINEFUNC = ' || a.aggcombinefn::REGPROC END,
              CASE WHEN a.aggserialfn <> 0 THEN 'SERIALFUNC = ' || a.aggserialfn::REGPROC END,
              CASE WHEN a.aggdeserialfn <> 0 THEN 'DESERIALFUNC = ' || a.aggdeserialfn::REGPROC END,
              'INITCOND = ' || quote_literal(a.agginitval),
              CASE WHEN a.aggmtransfn <> 0 THEN 'MSFUNC = ' || a.aggmtransfn::REGPROC END,
              CASE WHEN a.aggminvtransfn <> 0 THEN 'MINVFUNC = ' || a.aggminvtransfn::REGPROC END,
              CASE WHEN a.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(a.aggmtranstype, NULL) END,
              CASE WHEN a.aggmtransspace <> 0 THEN 'MSSPACE = ' || a.aggmtransspace END,
              CASE WHEN a.aggmfinalfn <> 0 THEN 'MFINALFUNC = ' || a.aggmfinalfn::REGPROC END,
              CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
              CASE WHEN a.aggmfinalfn <> 0 THEN 'MFINALFUNC_MODIFY = ' || modify.of_moving END,
              'MINITCOND = ' || quote_literal(a.aggminitval),
              CASE WHEN a.aggsortop <> 0 THEN format('SORTOP = OPERATOR(%s)', (
                  SELECT format('%I.%s', n.nspname, oprname)
                  FROM pg_operator o JOIN pg_namespace n ON n.oid = oprnamespace WHERE o.oid = a.aggsortop)) END,
              CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
              CASE a.aggkind WHEN 'h' THEN 'HYPOTHETICAL' END)) AS sql
FROM pg_proc p
JOIN pg_aggregate a ON a.aggfnoid = p.oid,
     LATERAL (SELECT format('%I(%s)', p.proname, CASE p.pronargs WHEN 0 THEN '*'
                            ELSE pg_get_function_identity_arguments(p.oid) END) AS identity) names,
     LATERAL (SELECT CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END AS of_final,
                     CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END AS of_moving) modify
WHERE p.pronamespace = to_regnamespace(quote_ident(current_schema()))
