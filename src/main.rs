//! plan
fn main(){}
