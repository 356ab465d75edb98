package io.sallyport.routing;

import io.sallyport.catalog.Price;
import io.sallyport.provider.Upstream;
import java.util.Optional;

/// One place a call can go: a backend and what it calls the model.
///
/// @param weight share of the traffic among equals
/// @param order lower numbers are tried first
/// @param price pinned when the plan was made; empty when unknown
public record Target(Upstream upstream, String model, int weight, int order, Optional<Price> price) {

    /// `backend/model`: how health and allow-lists call it.
    public String id() {
        return upstream.name() + "/" + model;
    }
}
