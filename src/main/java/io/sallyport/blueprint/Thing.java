package io.sallyport.blueprint;

import io.sallyport.json.Json;

/// One thing of a section as it is kept now.
///
/// @param key tells it from the others of its section, in words for people
/// @param id what its routes call it
/// @param element as a blueprint says it
record Thing(String key, String id, Json element) {}
