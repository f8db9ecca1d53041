use bigdecimal::{BigDecimal, ToPrimitive};

use crate::types::Currency;

/// Minor units as the amount that they are.
pub(super) fn of_minor(minor: &BigDecimal, currency: Currency) -> BigDecimal {
    let (digits, scale) = minor.as_bigint_and_exponent();
    BigDecimal::new(digits, scale + i64::from(currency.exponent()))
}

/// An amount with its currency's decimals, in groups of three.
pub(super) fn bare(amount: &BigDecimal, currency: Currency) -> String {
    let plain = amount.with_scale(i64::from(currency.exponent())).to_plain_string();
    let (whole, decimals) = plain.split_once('.').map_or((plain.as_str(), None), |(w, d)| (w, Some(d)));
    let point = decimals.map(|decimals| format!(".{decimals}")).unwrap_or_default();
    format!("{}{point}", grouped(whole))
}

/// The same with the currency behind it.
pub(super) fn money(amount: &BigDecimal, currency: Currency) -> String {
    format!("{} {currency}", bare(amount, currency))
}

/// A count in groups of three.
pub(super) fn count(count: i64) -> String {
    grouped(&count.to_string())
}

/// For a chart, where a rounded value does.
pub(super) fn real(amount: &BigDecimal) -> f64 {
    amount.to_f64().unwrap_or_default()
}

fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let mut text = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_grouped() {
        let money = |minor: &str, currency| money(&of_minor(&minor.parse().unwrap(), currency), currency);
        assert_eq!(money("123456789", Currency::EUR), "1,234,567.89 EUR");
        assert_eq!(money("-5", Currency::EUR), "-0.05 EUR");
        assert_eq!(money("-123456", Currency::JPY), "-123,456 JPY");
        assert_eq!(money("1250", Currency::BHD), "1.250 BHD");
        assert_eq!(money("92233720368547758080", Currency::EUR), "922,337,203,685,477,580.80 EUR");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_000), "1,000");
    }
}
