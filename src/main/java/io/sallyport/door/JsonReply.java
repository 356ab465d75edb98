package io.sallyport.door;

import io.sallyport.lang.Header;
import java.util.List;

/// An answer with headers of its own, such as a cookie.
///
/// @param body the record the route gives
public record JsonReply(Object body, List<Header> headers) {
    public JsonReply {
        headers = List.copyOf(headers);
    }
}
