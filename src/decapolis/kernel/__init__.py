"""What every app may use; owns no table and has not heard of cities."""
