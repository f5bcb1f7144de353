//! Opening hours, holidays by law, and arithmetic on business time.
