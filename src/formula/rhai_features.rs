//! The features of the script engine that formulas can't live with, refused in plain words.
//!
//! Cargo builds one rhai for a whole program, with every feature that any of its crates asks for: a program that scripts
//! with rhai itself decides over the sandbox too. What would take its limits away, its numbers or the places of its
//! findings, is an error when the program is compiled. Some break the compilation anyway, by methods that are not there;
//! this says in words why, after those errors.

use rhai::{Dynamic, Engine, INT, Position};

/// What is said of a feature.
macro_rules! refused {
    ($feature:literal, $because:literal) => {
        concat!(
            "planwright can't be built with the feature `",
            $feature,
            "` of rhai: ",
            $because,
            ". Another crate of this program switches it on, and `cargo tree -e features -i rhai` shows which: take it out there"
        )
    };
}

/// The first that is switched on.
const REFUSED_FEATURE: Option<&str> = {
    if given(Engine::max_operations) == 0 {
        // All other limits are gone with it: it comes first.
        Some(refused!("unchecked", "no limit of a formula would hold, and a plan could hang or crash the program"))
    } else if given(Engine::max_array_size) == 0 {
        Some(refused!("no_index", "formulas have lists"))
    } else if given(Engine::max_map_size) == 0 {
        Some(refused!("no_object", "formulas read fields, as `it.evidence`"))
    } else if given(Engine::max_call_levels) == 0 {
        Some(refused!("no_function", "`.rhai` files of a plan define functions"))
    } else if given(Engine::max_modules) == 0 {
        Some(refused!("no_module", "`.rhai` files of a plan are its modules"))
    } else if given(Engine::optimization_level) == 0 {
        Some(refused!("no_optimize", "formulas are kept as they are written by a setting that it takes away"))
    } else if number(Dynamic::as_float) == 0 {
        Some(refused!("no_float", "formulas compute in real numbers"))
    } else if number(Dynamic::as_float) < size_of::<f64>() {
        Some(refused!("f32_float", "formulas compute in 64 bits"))
    } else if size_of::<INT>() < size_of::<i64>() {
        Some(refused!("only_i32", "formulas read whole numbers of 64 bits"))
    } else if size_of::<Position>() == 0 {
        Some(refused!("no_position", "findings in formulas would have no places, missing values no names"))
    } else {
        None
    }
};

const _: () = {
    if let Some(message) = REFUSED_FEATURE {
        panic!("{}", message);
    }
};

/// Methods that rhai has not under some feature. Its own of the same name comes before a trait's: these are taken only
/// where there is none, and are told by giving nothing.
#[allow(dead_code, reason = "taken only under the features that are refused")]
trait AbsentMethods {
    fn max_operations(&self) {}
    fn max_array_size(&self) {}
    fn max_map_size(&self) {}
    fn max_call_levels(&self) {}
    fn max_modules(&self) {}
    fn optimization_level(&self) {}
    fn as_float(&self) -> Result<(), &'static str> {
        Ok(())
    }
}

impl AbsentMethods for Engine {}
impl AbsentMethods for Dynamic {}

/// How many bytes a method gives.
const fn given<T>(_: fn(&Engine) -> T) -> usize {
    size_of::<T>()
}

/// How many bytes a number has that a method gives.
const fn number<T>(_: fn(&Dynamic) -> Result<T, &'static str>) -> usize {
    size_of::<T>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rhai_lacks_is_told_from_what_it_has() {
        assert_eq!((given(Engine::max_operations), given(<Engine as AbsentMethods>::max_operations)), (8, 0));
        assert_eq!((number(Dynamic::as_float), number(<Dynamic as AbsentMethods>::as_float)), (8, 0));
        assert_eq!(REFUSED_FEATURE, None);
    }

    #[test]
    fn the_message_names_the_feature_and_what_to_do() {
        assert_eq!(
            refused!("unchecked", "nothing would end"),
            "planwright can't be built with the feature `unchecked` of rhai: nothing would end. Another crate of this \
             program switches it on, and `cargo tree -e features -i rhai` shows which: take it out there"
        );
    }
}
