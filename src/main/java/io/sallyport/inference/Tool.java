package io.sallyport.inference;

import io.sallyport.inference.Part.CacheMark;
import io.sallyport.json.Json;
import java.util.Optional;

/// A function the model may ask for.
///
/// @param description empty when there is none
/// @param parameters JSON schema of its arguments; missing when it takes none
/// @param strict arguments must fit the schema
/// @param mark what is said up to this tool is worth keeping in the vendor's prompt cache
public record Tool(String name, String description, Json parameters, boolean strict, Optional<CacheMark> mark) {
    public Tool(String name, String description, Json parameters, boolean strict) {
        this(name, description, parameters, strict, Optional.empty());
    }
}
