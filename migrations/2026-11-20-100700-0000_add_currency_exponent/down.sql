DROP FUNCTION currency_exponent(TEXT);
