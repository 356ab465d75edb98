package io.sallyport.cli;

import io.sallyport.json.Json;

/// How values of the API are written for people.
final class Words {
    private Words() {}

    /// A number, or a dash when it is not known.
    static String count(Json number) {
        return number.isPresent() ? String.valueOf(number.asLong()) : "-";
    }
}
