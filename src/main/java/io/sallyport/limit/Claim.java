package io.sallyport.limit;

import io.sallyport.lang.RequestId;
import java.util.List;

/// A call that wants to go.
///
/// @param need what it may use at most
/// @param places where it may go, best first
public record Claim(RequestId id, Asker asker, Need need, List<Place> places) {

    /// A place a call can go to.
    ///
    /// @param provider kind of the backend, such as `openai`
    public record Place(String provider, String backend) {}
}
