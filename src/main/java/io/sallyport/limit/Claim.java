package io.sallyport.limit;

import io.sallyport.lang.RequestId;
import java.util.List;

/// A call that wants to go.
///
/// @param need what it may use at most
/// @param places where it may go, best first
public record Claim(RequestId id, Asker asker, Need need, List<Place> places, Stage stage) {

    /// A call of its own.
    public Claim(RequestId id, Asker asker, Need need, List<Place> places) {
        this(id, asker, need, places, Stage.CALL);
    }

    /// What a claim is in the life of a call.
    public enum Stage {
        /// The call itself.
        CALL,
        /// More tokens and money for a call that runs already, and is counted as one.
        TURN
    }

    /// True when a limit on this counts it.
    boolean burdens(Metric metric) {
        return stage == Stage.CALL || metric == Metric.TOKENS || metric == Metric.COST;
    }

    /// A place a call can go to.
    ///
    /// @param provider kind of the backend, such as `openai`
    public record Place(String provider, String backend) {}
}
