package io.sallyport.inference;

import io.sallyport.json.Json;

/// A function the model may ask for.
///
/// @param description empty when there is none
/// @param parameters JSON schema of its arguments; missing when it takes none
/// @param strict arguments must fit the schema
public record Tool(String name, String description, Json parameters, boolean strict) {}
