//! What a parsed formula mentions: its free names with their places, its calls, and which missing value can
//! reach which place. Also the second list of what is permitted, here of parsed nodes.

use super::allowlist::LIST_WRAPPER;
use super::origin::MissingOrigin;
use super::outcome::{FormulaError, FormulaErrorKind};
use super::source_map::RewrittenText;
use super::{functions, limits};
use crate::diagnostic::closest_match;
use rhai::{ASTFlags, Expr, FnCallExpr, Position, Stmt, StmtBlock};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A free name of a formula with the fields asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameUse {
    /// `it.evidence.interviews` is `["it", "evidence", "interviews"]`; so is `it["evidence"].interviews`.
    /// A place in a list (`a[0]`), or a name that is computed, ends the path.
    pub path: Vec<Arc<str>>,
    /// For each part of the path, where it starts and how many bytes it covers.
    pub places: Vec<(usize, usize)>,
    /// Where the whole starts, in bytes of the text handed in.
    pub offset: usize,
    /// How many bytes the whole covers.
    pub length: usize,
    /// Whether something more is asked of it: an item, a computed field, a method.
    pub continued: bool,
}

/// A question to the plan in a formula: `has`, `low`, `high`, `score`, `position`, `ranking`, `in_team`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallUse {
    /// The function.
    pub name: Arc<str>,
    /// Its arguments where they are literal texts, with their places (quotes included); `None` for computed ones.
    pub args: Vec<Option<LiteralText>>,
    /// Where the name starts.
    pub offset: usize,
    /// How many bytes the name covers.
    pub length: usize,
}

/// A text written in a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiteralText {
    /// The text, without its quotes.
    pub text: Arc<str>,
    /// Where it starts, quotes included.
    pub offset: usize,
    /// How many bytes it covers, quotes included.
    pub length: usize,
}

/// What a formula or a function body mentions.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentions {
    pub names: Vec<NameUse>,
    pub calls: Vec<CallUse>,
    /// For each place where a value is used: where that value may have been read.
    pub origins: BTreeMap<(usize, usize), Vec<MissingOrigin>>,
    /// Where the result may have been read.
    pub result: Vec<MissingOrigin>,
}

/// The key of a position in [`Mentions::origins`].
pub(super) fn key(position: Position) -> (usize, usize) {
    (position.line().unwrap_or(0), position.position().unwrap_or(0))
}

/// The functions of used libraries, with their numbers of parameters.
pub(super) type LibraryFunctions = BTreeMap<Arc<str>, BTreeSet<usize>>;

/// Walks statements; locals stay between calls to [`MentionCollector::statement`].
pub(super) struct MentionCollector<'a> {
    text: &'a RewrittenText,
    libraries: &'a LibraryFunctions,
    locals: Vec<(Arc<str>, Vec<MissingOrigin>)>,
    lets: usize,
    limit: usize,
    pub mentions: Mentions,
}

impl<'a> MentionCollector<'a> {
    /// For a formula, or with `parameters` for a function body.
    pub(super) fn new(
        text: &'a RewrittenText,
        libraries: &'a LibraryFunctions,
        parameters: &[Arc<str>],
        limit: usize,
    ) -> Self {
        let locals = parameters.iter().map(|p| (p.clone(), Vec::new())).collect();
        MentionCollector { text, libraries, locals, lets: 0, limit, mentions: Mentions::default() }
    }

    fn error(&self, kind: FormulaErrorKind, position: Position, message: impl Into<String>) -> FormulaError {
        let (offset, length) = self.text.span(position);
        FormulaError::new(kind, offset, length, message)
    }

    /// Walks a statement and gives where its value may have been read.
    pub(super) fn statement(&mut self, statement: &Stmt, depth: usize) -> Result<Vec<MissingOrigin>, FormulaError> {
        if depth > self.limit {
            return Err(self
                .error(FormulaErrorKind::TooLarge, statement.position(), "the formula is nested too deeply")
                .help("name parts of it with `let`"));
        }
        match statement {
            Stmt::Noop(_) => Ok(Vec::new()),
            Stmt::Expr(expr) => self.expression(expr, depth + 1),
            Stmt::FnCall(call, position) => self.call(call, *position, false, depth + 1),
            Stmt::Block(block) => self.block(block, depth + 1),
            Stmt::If(flow, _) => {
                let condition = self.expression(&flow.expr, depth + 1)?;
                self.used(flow.expr.start_position(), condition.clone());
                self.used(flow.expr.position(), condition);
                let mut origins = self.block(&flow.body, depth + 1)?;
                origins.extend(self.block(&flow.branch, depth + 1)?);
                Ok(origins)
            }
            Stmt::Var(var, flags, position) if !flags.intersects(ASTFlags::EXPORTED | ASTFlags::CONSTANT) => {
                let (name, expr, _) = &**var;
                self.lets += 1;
                if self.lets > limits::VARIABLES {
                    return Err(self.error(
                        FormulaErrorKind::TooLarge,
                        *position,
                        format!("the formula has more than {} variables", limits::VARIABLES),
                    ));
                }
                if matches!(expr, Expr::Unit(_)) {
                    return Err(self
                        .error(FormulaErrorKind::Syntax, *position, format!("`{}` is given no value", name.name))
                        .help("write `let name = …;`"));
                }
                let origins = self.expression(expr, depth + 1)?;
                self.locals.push((Arc::from(name.name.as_str()), origins));
                Ok(Vec::new())
            }
            Stmt::Return(Some(expr), flags, _) if !flags.intersects(ASTFlags::BREAK) => {
                let origins = self.expression(expr, depth + 1)?;
                self.mentions.result.extend(origins);
                Ok(Vec::new())
            }
            Stmt::Return(None, flags, position) if !flags.intersects(ASTFlags::BREAK) => {
                Err(self.error(FormulaErrorKind::Syntax, *position, "`return` gives no value").help("write `return …`"))
            }
            other => Err(self.refuse(other.position())),
        }
    }

    fn refuse(&self, position: Position) -> FormulaError {
        self.error(FormulaErrorKind::Refused, position, "this is not part of the formula language")
            .help("see `plan help formulas`")
    }

    fn block(&mut self, block: &StmtBlock, depth: usize) -> Result<Vec<MissingOrigin>, FormulaError> {
        let locals = self.locals.len();
        let mut last = Vec::new();
        for statement in block.iter() {
            last = self.statement(statement, depth)?;
        }
        self.locals.truncate(locals);
        Ok(last)
    }

    fn used(&mut self, position: Position, origins: Vec<MissingOrigin>) {
        if !origins.is_empty() {
            self.mentions.origins.entry(key(position)).or_default().extend(origins);
        }
    }

    fn expression(&mut self, expr: &Expr, depth: usize) -> Result<Vec<MissingOrigin>, FormulaError> {
        if depth > self.limit {
            return Err(self
                .error(FormulaErrorKind::TooLarge, expr.position(), "the formula is nested too deeply")
                .help("name parts of it with `let`"));
        }
        match expr {
            Expr::BoolConstant(..) | Expr::FloatConstant(..) | Expr::StringConstant(..) | Expr::IntegerConstant(..) => {
                Ok(Vec::new())
            }
            Expr::Variable(..) | Expr::Dot(..) | Expr::Index(..) => self.chain(expr, depth),
            Expr::FnCall(call, position) => self.call(call, *position, false, depth),
            Expr::Array(items, _) => {
                for item in items.iter() {
                    self.expression(item, depth + 1)?;
                }
                Ok(Vec::new())
            }
            Expr::And(parts, _) | Expr::Or(parts, _) => {
                for part in parts.iter() {
                    let origins = self.expression(part, depth + 1)?;
                    self.used(part.position(), origins);
                }
                Ok(Vec::new())
            }
            Expr::Coalesce(parts, _) => {
                let mut last = Vec::new();
                for part in parts.iter() {
                    last = self.expression(part, depth + 1)?;
                }
                Ok(last)
            }
            Expr::Stmt(block) => self.block(block, depth + 1),
            Expr::Unit(position) => Err(self.error(FormulaErrorKind::Syntax, *position, "a value is missing here")),
            other => Err(self.refuse(other.position())),
        }
    }

    /// `a`, `a.b["c"].d`, `a.b[0].method(x)`: one name with its fields.
    fn chain(&mut self, expr: &Expr, depth: usize) -> Result<Vec<MissingOrigin>, FormulaError> {
        let mut parts: Vec<(Arc<str>, (usize, usize))> = Vec::new();
        let mut origins = Vec::new();
        let mut free = false;
        let mut open = true;
        let (mut node, mut root, mut levels) = (expr, true, depth);
        loop {
            levels += 1;
            if levels > self.limit {
                return Err(self.error(
                    FormulaErrorKind::TooLarge,
                    node.position(),
                    "the formula is nested too deeply",
                ));
            }
            let (link, rest, indexed) = match node {
                Expr::Dot(pair, flags, position) | Expr::Index(pair, flags, position) => {
                    if flags.intersects(ASTFlags::NEGATED) {
                        return Err(self.refuse(*position));
                    }
                    let indexed = matches!(node, Expr::Index(..));
                    // A chain that ends here continues no further, whatever its right side is.
                    let ends = flags.intersects(ASTFlags::BREAK);
                    (&pair.lhs, Some((&pair.rhs, *position, ends)), indexed)
                }
                last => (last, None, false),
            };
            if root {
                match link {
                    Expr::Variable(variable, _, position) => {
                        if !variable.2.is_empty() {
                            return Err(self.refuse(*position));
                        }
                        let name: Arc<str> = Arc::from(variable.1.as_str());
                        match self.locals.iter().rev().find(|(local, _)| *local == name) {
                            Some((_, from)) => origins = from.clone(),
                            None => {
                                free = true;
                                parts.push((name.clone(), self.text.span(*position)));
                                origins = vec![MissingOrigin::Variable(name)];
                            }
                        }
                    }
                    other => {
                        self.expression(other, levels)?;
                        open = false;
                    }
                }
            }
            let Some((right, position, ends)) = rest else { break };
            root = false;
            // What stands to the right: a single link, or a further pair whose left side is the link.
            let (step, more) = match right {
                Expr::Dot(pair, ..) | Expr::Index(pair, ..) if !ends => (&pair.lhs, Some(right)),
                single => (single, None),
            };
            match step {
                Expr::Property(property, at) if !indexed => {
                    if open && free {
                        parts.push((Arc::from(property.2.as_str()), self.text.span(*at)));
                    }
                    origins = vec![MissingOrigin::At(position)];
                }
                Expr::MethodCall(call, at) if !indexed => {
                    let before = std::mem::take(&mut origins);
                    let argument = self.call(call, *at, true, levels)?;
                    self.used(*at, before);
                    origins = argument;
                    open = false;
                }
                Expr::StringConstant(name, at) if indexed => {
                    if open && free {
                        parts.push((Arc::from(name.as_str()), self.text.span(*at)));
                    }
                    origins = vec![MissingOrigin::At(position)];
                }
                index if indexed => {
                    let used = self.expression(index, levels)?;
                    self.used(position, used);
                    origins = vec![MissingOrigin::At(position)];
                    open = false;
                }
                other => return Err(self.refuse(other.position())),
            }
            match more {
                Some(pair) => node = pair,
                None => break,
            }
        }
        if free {
            let offset = parts[0].1.0;
            let end = parts.iter().map(|(_, (at, length))| at + length).max().unwrap_or(offset);
            let (path, places) = parts.into_iter().unzip();
            self.mentions.names.push(NameUse { path, places, offset, length: end - offset, continued: !open });
        }
        Ok(origins)
    }

    /// A call of a function or an operator; as a method its receiver counts as an argument.
    fn call(
        &mut self,
        call: &FnCallExpr,
        position: Position,
        method: bool,
        depth: usize,
    ) -> Result<Vec<MissingOrigin>, FormulaError> {
        if call.capture_parent_scope || call.is_qualified() {
            return Err(self.refuse(position));
        }
        let name = call.name.as_str();
        let mut union = Vec::new();
        for arg in call.args.iter() {
            union.extend(self.expression(arg, depth + 1)?);
        }
        self.used(position, union.clone());
        if call.op_token.is_some() || name == LIST_WRAPPER {
            return Ok(Vec::new());
        }
        let given = call.args.len() + usize::from(method);
        if let Some(function) = functions::find(name) {
            if !function.takes(given) {
                let wanted = function.signature;
                return Err(self
                    .error(
                        FormulaErrorKind::WrongArguments,
                        position,
                        format!("`{name}` is given {}", argument_count(given)),
                    )
                    .help(format!("it is `{wanted}`")));
            }
            if !function.question {
                return Ok(Vec::new());
            }
            if method {
                return Err(self
                    .error(FormulaErrorKind::Refused, position, format!("`{name}` is not a field"))
                    .help(format!("it is `{}`", function.signature)));
            }
            self.question(call, position);
            return Ok(vec![MissingOrigin::At(position)]);
        }
        match self.libraries.get(name) {
            Some(_) if method => Err(self
                .error(FormulaErrorKind::Refused, position, format!("`{name}` can't be called on a value"))
                .help(format!("write `{name}(…)`"))),
            Some(counts) if counts.contains(&call.args.len()) => Ok(union),
            Some(counts) => {
                let wanted: Vec<String> = counts.iter().map(|n| argument_count(*n)).collect();
                Err(self
                    .error(
                        FormulaErrorKind::WrongArguments,
                        position,
                        format!("`{name}` is given {}", argument_count(given)),
                    )
                    .help(format!("it takes {}", wanted.join(" or "))))
            }
            None => {
                let known = functions::FUNCTIONS.iter().map(|f| f.name).chain(self.libraries.keys().map(|k| &**k));
                let error =
                    self.error(FormulaErrorKind::UnknownFunction, position, format!("there is no function `{name}`"));
                // A word that is known elsewhere has its meaning, whatever else is spelt like it.
                let meant = FOREIGN_FUNCTIONS
                    .iter()
                    .find(|(words, _)| words.split(' ').any(|w| w == name))
                    .map(|(_, say)| *say);
                Err(match closest_match(name, known) {
                    _ if meant.is_some() => error.help(meant.unwrap_or_default()),
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => error.help("`plan help formulas` lists the functions"),
                })
            }
        }
    }

    fn question(&mut self, call: &FnCallExpr, position: Position) {
        let args = call.args.iter().map(|arg| match arg {
            Expr::StringConstant(text, at) => {
                let (offset, length) = self.text.span(*at);
                Some(LiteralText { text: Arc::from(text.as_str()), offset, length })
            }
            _ => None,
        });
        let args = args.collect();
        let (offset, length) = self.text.span(position);
        self.mentions.calls.push(CallUse { name: Arc::from(call.name.as_str()), args, offset, length });
    }
}

/// Functions by what they are called elsewhere, and what to write here.
const FOREIGN_FUNCTIONS: [(&str, &str); 5] = [
    ("log", "`ln(x)` is the natural logarithm, `log10(x)` the decimal one"),
    ("power", "write `x ** 2`"),
    ("average avg", "write the mean out: `(a + b) / 2`"),
    ("iff ifelse", "write `if a > b { a } else { b }`"),
    ("coalesce ifnull isnull nvl default", "write `x ?? 0`"),
];

/// `no arguments`, `1 argument`, `2 arguments`.
pub(super) fn argument_count(n: usize) -> String {
    match n {
        0 => "no arguments".into(),
        1 => "1 argument".into(),
        n => format!("{n} arguments"),
    }
}
