//! The script engine, stripped to what formulas need: no packages, no modules, no loops, no closures, own operators.

use super::allowlist::LIST_WRAPPER;
use super::convert::{EngineList, EngineRecord, from_engine, to_engine};
use super::functions::{FUNCTIONS, Function};
use super::interrupt::EvalInterrupt;
use super::origin::MissingOrigin;
use super::outcome::{FailureKind, LimitKind};
use super::value::{Lookup, TooManyValues, Value};
use super::{limits, operators, run_state};
use crate::limit;
use rhai::{Dynamic, Engine, EvalAltResult, FnPtr, ImmutableString, NativeCallContext, OptimizationLevel, Token};
use std::any::TypeId;
use std::sync::Arc;

type EngineResult = Result<Dynamic, Box<EvalAltResult>>;

/// A fresh engine, whose runs stop at the limit of their thread.
pub(super) fn new() -> Engine {
    let mut engine = Engine::new_raw();
    engine
        .set_optimization_level(OptimizationLevel::None)
        .set_fast_operators(false)
        .set_allow_looping(false)
        .set_allow_loop_expressions(false)
        .set_allow_switch_expression(false)
        .set_allow_anonymous_fn(false)
        .set_max_operations(limits::OPERATIONS)
        .set_max_call_levels(limits::CALL_DEPTH)
        .set_max_expr_depths(limits::EXPRESSION_DEPTH, limits::FUNCTION_DEPTH)
        .set_max_string_size(limits::INPUT_TEXT_BYTES)
        .set_max_array_size(limits::LIST_ITEMS + 1)
        .set_max_map_size(limits::LIST_ITEMS)
        .set_max_functions(limits::LIBRARY_FUNCTIONS)
        .set_max_modules(0)
        // Inputs stand in the same scope as variables; `let`s are counted when the formula is compiled.
        .set_max_variables(limits::FORMULA_BYTES)
        .set_max_strings_interned(0);
    for symbol in [
        "eval",
        "Fn",
        "call",
        "curry",
        "is_shared",
        "is_def_var",
        "is_def_fn",
        "type_of",
        "print",
        "debug",
        "import",
        "export",
    ] {
        engine.disable_symbol(symbol);
    }
    // Formulas compute in real numbers: every whole number is read as one.
    #[allow(deprecated, reason = "marked volatile by rhai, whose version is pinned")]
    engine.on_parse_token(|token, _, _| match token {
        Token::IntegerConstant(n) => Token::FloatConstant(Box::new(((n as f64).into(), n.to_string().into()))),
        other => other,
    });
    engine.on_progress(|step| {
        if !step.is_multiple_of(limits::STEPS_PER_CHECK) {
            None
        } else if limit::is_over() {
            Some(Dynamic::from(cancelled()))
        } else {
            run_state::is_timed_out().then(|| Dynamic::from(run_state::timed_out()))
        }
    });
    register_operators(&mut engine);
    register_fields(&mut engine);
    for function in FUNCTIONS {
        register(&mut engine, function);
    }
    engine
}

/// The fault of a run that was interrupted.
pub(super) fn cancelled() -> EvalInterrupt {
    EvalInterrupt::new(FailureKind::Cancelled, "interrupted")
}

/// Every operator for two numbers, which is the fast way, and for any two values, which keeps the engine's own out.
fn register_operators(engine: &mut Engine) {
    let (number, any) = (TypeId::of::<f64>(), TypeId::of::<Dynamic>());
    for operator in operators::BINARY_OPERATORS {
        engine.register_raw_fn(*operator, [number, number], |_, args| -> EngineResult {
            match (args[0].as_float(), args[1].as_float()) {
                (Ok(a), Ok(b)) => Ok(to_engine(operators::numbers(operator, a, b)?)),
                _ => Err(EvalInterrupt::Unknown.into()),
            }
        });
        engine.register_raw_fn(*operator, [any, any], |_, args| -> EngineResult {
            Ok(to_engine(operators::binary(operator, &from_engine(args[0]), &from_engine(args[1]))?))
        });
    }
    for operator in ["-", "+", "!"] {
        engine.register_raw_fn(operator, [any], move |_, args| -> EngineResult {
            Ok(to_engine(operators::unary(operator, &from_engine(args[0]))?))
        });
    }
}

/// `it.evidence`, `it["evidence"]`, `list[0]`.
fn register_fields(engine: &mut Engine) {
    engine.register_type_with_name::<EngineRecord>("fields").register_type_with_name::<EngineList>("list");
    engine.register_indexer_get(
        |ctx: NativeCallContext, fields: &mut EngineRecord, name: ImmutableString| -> EngineResult {
            if run_state::is_timed_out() {
                return Err(run_state::timed_out().into());
            }
            match fields.0.get(&name) {
                Lookup::Value(Value::Missing) | Lookup::Missing => {
                    let path = fields.0.path();
                    let shown = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
                    run_state::record_missing(MissingOrigin::At(ctx.call_position()), shown);
                    Ok(Dynamic::UNIT)
                }
                Lookup::Value(value) => Ok(to_engine(value)),
                Lookup::NoSuchName { nearest } => Err(unknown_name(&name, nearest).into()),
            }
        },
    );
    engine.register_indexer_get(|_: NativeCallContext, _: &mut (), _: Dynamic| -> EngineResult {
        Err(EvalInterrupt::Unknown.into())
    });
    engine.register_indexer_get(|ctx: NativeCallContext, list: &mut EngineList, place: f64| -> EngineResult {
        let length = list.0.len();
        if libm::trunc(place) != place || place < 0.0 || place >= length as f64 {
            let what = format!(
                "the list has no item {place}; it has {}",
                if length == 1 { "1 item".into() } else { format!("{length} items") }
            );
            return Err(EvalInterrupt::with_help(FailureKind::OutOfRange, what, "the first item is `[0]`").into());
        }
        // In range and whole by the test above.
        match list.0.get(place as usize) {
            Some(Value::Missing) | None => {
                run_state::record_missing(MissingOrigin::At(ctx.call_position()), format!("item {place}"));
                Ok(Dynamic::UNIT)
            }
            Some(value) => Ok(to_engine(value.clone())),
        }
    });
    // `owns.phase`: the field of each item.
    engine.register_indexer_get(|_: NativeCallContext, list: &mut EngineList, name: ImmutableString| -> EngineResult {
        if run_state::is_timed_out() {
            return Err(run_state::timed_out().into());
        }
        let each = Value::field_of_each(&list.0, &name).map_err(|TooManyValues| {
            EvalInterrupt::limit(
                LimitKind::List,
                format!("`{name}` of all of them is more than {} values", limits::JOINED_ITEMS),
            )
        })?;
        match each {
            Lookup::Value(value) => Ok(to_engine(value)),
            Lookup::Missing => Ok(Dynamic::UNIT),
            Lookup::NoSuchName { nearest } => Err(unknown_name(&name, nearest).into()),
        }
    });
    engine.register_indexer_get(|_: NativeCallContext, _: &mut EngineList, place: Dynamic| -> EngineResult {
        let place = from_engine(&place);
        if place.is_missing() {
            Err(EvalInterrupt::Unknown.into())
        } else {
            Err(EvalInterrupt::wrong_type(format!("an item of a list is taken by number, not by {}", place.kind()))
                .into())
        }
    });
    engine.register_raw_fn(LIST_WRAPPER, [TypeId::of::<rhai::Array>()], |_, args| -> EngineResult {
        let value = from_engine(args[0]);
        match &value {
            Value::List(items) if items.len() > limits::LIST_ITEMS => Err(EvalInterrupt::limit(
                LimitKind::List,
                format!("the list has more than {} items", limits::LIST_ITEMS),
            )
            .into()),
            // Lists of lists that share their parts could take exponentially long to compare.
            Value::List(items) if items.iter().any(|i| matches!(i, Value::List(_))) => {
                Err(EvalInterrupt::wrong_type("a list can't hold another list").into())
            }
            _ => Ok(to_engine(value)),
        }
    });
}

/// The fault for a name that a record or scope does not know.
pub(super) fn unknown_name(name: &str, nearest: Option<String>) -> EvalInterrupt {
    EvalInterrupt::Failed {
        kind: FailureKind::UnknownName,
        message: format!("unknown name `{name}`"),
        help: nearest.map(|n| format!("did you mean `{n}`?")),
    }
}

/// A function for every number of arguments that it takes.
fn register(engine: &mut Engine, function: &'static Function) {
    let (least, most) = function.arguments;
    for given in least..=most {
        let types = vec![TypeId::of::<Dynamic>(); given];
        if function.question {
            engine.register_raw_fn(function.name, types, move |ctx, args| ask(function.name, &ctx, args));
        } else {
            let compute = move |_: NativeCallContext, args: &mut [&mut Dynamic]| -> EngineResult {
                let args: Vec<Value> = args.iter().map(|a| from_engine(a)).collect();
                Ok(to_engine(function.compute(&args)?))
            };
            engine.register_raw_fn(function.name, vec![TypeId::of::<f64>(); given], compute);
            engine.register_raw_fn(function.name, types, compute);
        }
    }
}

/// A question to the plan: answered where it was put before, else the run stops for its answer.
fn ask(name: &'static str, ctx: &NativeCallContext, args: &mut [&mut Dynamic]) -> EngineResult {
    let mut values = Vec::with_capacity(args.len());
    for arg in args.iter() {
        if arg.is::<FnPtr>() || arg.is_unit() {
            return Err(EvalInterrupt::Unknown.into());
        }
        values.push(from_engine(arg));
    }
    match run_state::cached_answer(name, &values) {
        None => Err(EvalInterrupt::Ask { name: Arc::from(name), args: values }.into()),
        Some(Ok(Value::Missing)) => {
            run_state::record_missing(MissingOrigin::At(ctx.call_position()), call_text(name, &values));
            Ok(Dynamic::UNIT)
        }
        Some(Ok(value)) => Ok(to_engine(value)),
        Some(Err(error)) => {
            Err(EvalInterrupt::Failed { kind: FailureKind::Question, message: error.message, help: error.help }.into())
        }
    }
}

/// `score("streaks", "rice")`.
fn call_text(name: &str, args: &[Value]) -> String {
    let args: Vec<String> = args
        .iter()
        .map(|arg| match arg {
            Value::Text(text) => format!("\"{text}\""),
            Value::Number(n) => n.to_string(),
            other => other.kind().to_string(),
        })
        .collect();
    format!("{name}({})", args.join(", "))
}
