package io.sallyport.alert;

/// One alert on its way to one target.
///
/// @param target an e-mail address, or the address of a webhook
/// @param attempt which one this is, from 1
record Delivery(Alert alert, Way way, String target, int attempt) {}
