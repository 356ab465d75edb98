package io.sallyport.door;

/// An answer that shows what people wrote. That somebody looked is written down as an act, although nothing
/// changed.
///
/// @param body the record the route gives, or a [Download]
/// @param resource what the act is about, where neither path nor record says so; empty else
public record Disclosure(Object body, String resource) {
    public Disclosure(Object body) {
        this(body, "");
    }
}
