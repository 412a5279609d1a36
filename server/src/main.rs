//! The command `wijkcall`.

fn main() {}
