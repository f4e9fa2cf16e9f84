//! Tests over the whole program and over data from outside.

mod shared_data;
