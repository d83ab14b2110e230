//! A formula as a small tree, without the engine's types: what is computed from what, and where it stands.

use super::compiled::Formula;
use super::source_map::RewrittenText;
use rhai::{Expr, FnCallExpr, Position, Stmt, StmtBlock};
use std::sync::Arc;

/// A part of a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct ExprNode {
    /// What it is.
    pub kind: NodeKind,
    /// Where it starts, in bytes of the text; of an operation the operator's place.
    pub offset: usize,
    /// How many bytes it covers.
    pub length: usize,
}

/// What a part of a formula is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A number.
    Number(f64),
    /// A name with its fields, `it.market.tam`; that of a `let` too.
    Name(Vec<Arc<str>>),
    /// An operator (`+`, `&&`, `??`) or a function with its arguments.
    Call(Arc<str>, Vec<ExprNode>),
    /// A condition, and what the formula is where it holds and where it does not.
    If(Box<[ExprNode; 3]>),
    /// Names given to values, in order, and what is computed with them.
    Let(Vec<(Arc<str>, ExprNode)>, Box<ExprNode>),
    /// A text, a list, an early `return` or anything else.
    Other,
}

impl Formula {
    /// The formula as a tree.
    pub fn tree(&self) -> ExprNode {
        let reader = TreeBuilder { text: &self.0.text };
        reader.block(self.0.ast.statements(), Position::new(1, 1), true)
    }
}

impl Formula {
    /// What it computes and does not use, each with its place: what stands before the result, gives a value, and neither
    /// names it with `let` nor returns it.
    pub(crate) fn unused_expressions(&self) -> Vec<(&'static str, usize, usize)> {
        let mut found = Vec::new();
        let reader = TreeBuilder { text: &self.0.text };
        reader.dropped(self.0.ast.statements(), &mut found);
        found
    }
}

/// Whether a statement may end the formula early.
fn returns(statement: &Stmt) -> bool {
    match statement {
        Stmt::Return(..) => true,
        Stmt::If(flow, _) => flow.body.iter().chain(flow.branch.iter()).any(returns),
        Stmt::Block(block) => block.iter().any(returns),
        Stmt::Expr(expr) => match &**expr {
            Expr::Stmt(block) => block.iter().any(returns),
            _ => false,
        },
        _ => false,
    }
}

struct TreeBuilder<'t> {
    text: &'t RewrittenText,
}

impl TreeBuilder<'_> {
    fn part(&self, what: NodeKind, position: Position) -> ExprNode {
        let (offset, length) = self.text.span(position);
        ExprNode { kind: what, offset, length }
    }

    fn dropped(&self, statements: &[Stmt], found: &mut Vec<(&'static str, usize, usize)>) {
        let last = statements.iter().rposition(|s| !matches!(s, Stmt::Noop(_)));
        for (at, statement) in statements.iter().enumerate() {
            let is_value = matches!(statement, Stmt::Expr(_) | Stmt::FnCall(..) | Stmt::Block(_) | Stmt::If(..));
            if Some(at) != last && is_value && !returns(statement) {
                let (offset, length) = self.text.span(statement.position());
                found.push((if matches!(statement, Stmt::If(..)) { "`if`" } else { "this" }, offset, length));
            }
            match statement {
                Stmt::If(flow, _) => {
                    for block in [&flow.body, &flow.branch] {
                        self.dropped(&block.iter().cloned().collect::<Vec<_>>(), found);
                    }
                }
                Stmt::Block(block) => self.dropped(&block.iter().cloned().collect::<Vec<_>>(), found),
                _ => {}
            }
        }
    }

    fn block(&self, statements: &[Stmt], position: Position, outer: bool) -> ExprNode {
        let mut lets = Vec::new();
        let mut result = None;
        for statement in statements {
            if result.is_some() && !matches!(statement, Stmt::Noop(_)) {
                // What stands before another statement is either dropped or returns early.
                return self.part(NodeKind::Other, statement.position());
            }
            match statement {
                Stmt::Noop(_) => {}
                Stmt::Var(var, ..) => lets.push((Arc::from(var.0.name.as_str()), self.expression(&var.1))),
                Stmt::Return(Some(expr), ..) if outer => result = Some(self.expression(expr)),
                other => result = Some(self.statement(other)),
            }
        }
        let result = result.unwrap_or_else(|| self.part(NodeKind::Other, position));
        match lets.is_empty() {
            true => result,
            false => self.part(NodeKind::Let(lets, Box::new(result)), position),
        }
    }

    fn statement(&self, statement: &Stmt) -> ExprNode {
        match statement {
            Stmt::Expr(expr) => self.expression(expr),
            Stmt::FnCall(call, position) => self.call(call, *position),
            Stmt::Block(block) => self.inner(block),
            Stmt::If(flow, position) => {
                let parts = [self.expression(&flow.expr), self.inner(&flow.body), self.inner(&flow.branch)];
                self.part(NodeKind::If(Box::new(parts)), *position)
            }
            other => self.part(NodeKind::Other, other.position()),
        }
    }

    fn inner(&self, block: &StmtBlock) -> ExprNode {
        let statements: Vec<Stmt> = block.iter().cloned().collect();
        self.block(&statements, block.position(), false)
    }

    fn expression(&self, expr: &Expr) -> ExprNode {
        let at = expr.start_position();
        let all = |name: &str, parts: &[Expr]| {
            NodeKind::Call(name.into(), parts.iter().map(|p| self.expression(p)).collect())
        };
        match expr {
            Expr::FloatConstant(value, _) => self.part(NodeKind::Number(**value), at),
            Expr::Variable(variable, ..) => self.part(NodeKind::Name(vec![variable.1.as_str().into()]), at),
            Expr::Dot(..) => {
                let mut path = Vec::new();
                match fields(expr, &mut path) {
                    Some(()) => self.part(NodeKind::Name(path), at),
                    None => self.part(NodeKind::Other, at),
                }
            }
            Expr::FnCall(call, position) => self.call(call, *position),
            Expr::And(parts, position) => self.part(all("&&", parts), *position),
            Expr::Or(parts, position) => self.part(all("||", parts), *position),
            Expr::Coalesce(parts, position) => self.part(all("??", parts), *position),
            Expr::Stmt(block) => self.inner(block),
            _ => self.part(NodeKind::Other, at),
        }
    }

    fn call(&self, call: &FnCallExpr, position: Position) -> ExprNode {
        let args = call.args.iter().map(|a| self.expression(a)).collect();
        self.part(NodeKind::Call(call.name.as_str().into(), args), position)
    }
}

/// The names of `a.b.c`.
fn fields(expr: &Expr, path: &mut Vec<Arc<str>>) -> Option<()> {
    match expr {
        Expr::Variable(variable, ..) => path.push(variable.1.as_str().into()),
        Expr::Property(property, _) => path.push(property.2.as_str().into()),
        Expr::Dot(pair, ..) => {
            fields(&pair.lhs, path)?;
            fields(&pair.rhs, path)?;
        }
        _ => return None,
    }
    Some(())
}
