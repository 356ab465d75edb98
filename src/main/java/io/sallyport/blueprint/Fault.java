package io.sallyport.blueprint;

/// One thing that is wrong with a blueprint.
///
/// @param path of the culprit, such as `backends[0].kind`
/// @param message what is wrong, to be read after the path
record Fault(String path, String message) {}
