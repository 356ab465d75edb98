package io.sallyport.routing;

import io.sallyport.catalog.Price;
import io.sallyport.provider.Upstream;
import java.util.Optional;

/// One place a call can go: a backend and what it calls the model.
///
/// @param id `backend/model`: how health and allow-lists call it; made once, since every call asks for it
///     several times
/// @param weight share of the traffic among equals
/// @param order lower numbers are tried first
/// @param price pinned when the plan was made; empty when unknown
public record Target(String id, Upstream upstream, String model, int weight, int order, Optional<Price> price) {
    public Target(Upstream upstream, String model, int weight, int order, Optional<Price> price) {
        this(upstream.name() + "/" + model, upstream, model, weight, order, price);
    }
}
