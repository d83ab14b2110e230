//! Currencies: their codes and symbols.

use std::fmt;

/// A currency, by its code of three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// The codes of ISO 4217 for money in use (funds, metals and test codes left out), in alphabetical order.
const ISO_CODES: &str = "\
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP \
CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR \
ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT \
MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD \
SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND \
VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

impl Currency {
    /// The dollar of the United States, `$`.
    pub const USD: Currency = Currency(*b"USD");
    /// The euro, `€`.
    pub const EUR: Currency = Currency(*b"EUR");
    /// The pound sterling, `£`.
    pub const GBP: Currency = Currency(*b"GBP");

    /// The currency of any code of three capital letters, in use or not.
    ///
    /// ```
    /// use planwright::quantity::Currency;
    /// assert_eq!(Currency::new("CHF").unwrap().code(), "CHF");
    /// assert_eq!(Currency::new("chf"), None);
    /// ```
    pub fn new(code: &str) -> Option<Currency> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Currency(bytes))
    }

    /// The currency of a symbol: `$` (USD), `€` or `£`.
    pub fn of_symbol(symbol: &str) -> Option<Currency> {
        match symbol {
            "$" => Some(Currency::USD),
            "€" => Some(Currency::EUR),
            "£" => Some(Currency::GBP),
            _ => None,
        }
    }

    /// Its code.
    pub fn code(&self) -> &str {
        // Only ASCII letters come in through `new`.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Its symbol, where the language has one.
    pub fn symbol(self) -> Option<&'static str> {
        match &self.0 {
            b"USD" => Some("$"),
            b"EUR" => Some("€"),
            b"GBP" => Some("£"),
            _ => None,
        }
    }

    /// Whether ISO 4217 lists its code.
    pub fn is_iso(self) -> bool {
        let codes = ISO_CODES.as_bytes();
        let (mut low, mut high) = (0, codes.len() / 4 + 1);
        while low < high {
            let middle = (low + high) / 2;
            match codes[4 * middle..4 * middle + 3].cmp(self.0.as_slice()) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        false
    }

    /// All currencies that ISO 4217 lists, in the order of their codes; for completion.
    pub fn all() -> impl Iterator<Item = Currency> {
        ISO_CODES.split(' ').filter_map(Currency::new)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_code_is_found() {
        let all: Vec<Currency> = Currency::all().collect();
        assert_eq!(all.len() * 4 - 1, ISO_CODES.len());
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(all.iter().all(|currency| currency.is_iso()));
        assert!(!Currency::new("MAU").unwrap().is_iso());
        assert!(!Currency::new("AAA").unwrap().is_iso());
        assert!(!Currency::new("ZZZ").unwrap().is_iso());
    }

    #[test]
    fn symbols_and_codes_agree() {
        for symbol in ["$", "€", "£"] {
            let currency = Currency::of_symbol(symbol).unwrap();
            assert_eq!(currency.symbol(), Some(symbol));
            assert!(currency.is_iso());
        }
        assert_eq!(Currency::of_symbol("¤"), None);
        assert_eq!(Currency::new("éa"), None);
    }
}
