package io.sallyport.pipeline;

import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.InternalFault;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.RequestId;
import io.sallyport.limit.Asker;
import io.sallyport.limit.Claim;
import io.sallyport.limit.Claim.Place;
import io.sallyport.limit.Claim.Stage;
import io.sallyport.limit.Hold;
import io.sallyport.limit.Limits;
import io.sallyport.limit.Need;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a realtime session may use. It counts as one call; what its answers use is set aside one answer after the
/// other, since nobody knows how many there will be.
///
/// Threads: on the event loop of the session, but for its beginning.
final class SessionLimits {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLimits.class);

    private final Limits limits;
    private final Session session;
    private final Hold whole;
    private Hold turn;
    private Need used = Need.NOTHING;
    private boolean claiming;
    private boolean over;

    private SessionLimits(Limits limits, Session session, Hold whole, Hold turn) {
        this.limits = limits;
        this.session = session;
        this.whole = whole;
        this.turn = turn;
    }

    /// A session that wants to begin.
    ///
    /// @param answer what each of its answers may use at most
    /// @param waiting runs what may wait
    /// @param onLoop runs what belongs to the session
    /// @param clock names answers
    record Session(
            RequestId id,
            Asker asker,
            Place place,
            Need answer,
            Executor waiting,
            Consumer<Runnable> onLoop,
            Clock clock) {

        private Claim whole() {
            return new Claim(id, asker, Need.NOTHING, List.of(place), Stage.CALL);
        }

        private Claim turn() {
            return new Claim(RequestId.next(clock), asker, answer, List.of(place), Stage.TURN);
        }
    }

    /// Lets a session begin.
    ///
    /// Errors: RefusedException when a limit is reached. Threads: waits for the store.
    static SessionLimits begin(Limits limits, Session session) {
        Hold whole = entered(limits.patient(session.whole()), session);
        try {
            return new SessionLimits(limits, session, whole, entered(limits.patient(session.turn()), session));
        } catch (RuntimeException e) {
            whole.release();
            throw e;
        }
    }

    private static Hold entered(Hold hold, Session session) {
        hold.enter(session.place().provider(), session.place().backend()).ifPresent(refusal -> {
            hold.release();
            throw new RefusedException(refusal);
        });
        return hold;
    }

    /// An answer is over and used this; the next one is claimed.
    ///
    /// @param refused hears why there is to be no other
    void answered(Need more, Consumer<Refusal> refused) {
        used = used.plus(more);
        if (!claiming && !over) {
            next(refused);
        }
    }

    private void next(Consumer<Refusal> refused) {
        turn.settle(used);
        used = Need.NOTHING;
        claiming = true;
        session.waiting().execute(() -> {
            try {
                Hold fetched = entered(limits.patient(session.turn()), session);
                session.onLoop().accept(() -> granted(fetched, refused));
            } catch (RefusedException e) {
                session.onLoop().accept(() -> refused.accept(e.refusal()));
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("request_id", session.id())
                        .setCause(e)
                        .log("internal_error");
                session.onLoop().accept(() -> refused.accept(new InternalFault()));
            }
        });
    }

    private void granted(Hold fetched, Consumer<Refusal> refused) {
        if (over) {
            fetched.release();
            return;
        }
        turn = fetched;
        claiming = false;
        if (!used.equals(Need.NOTHING)) {
            next(refused);
        }
    }

    /// The session never began.
    void release() {
        turn.release();
        whole.release();
    }

    /// The session is over. What it used since its last claim was refused is settled with the session itself.
    void end() {
        if (over) {
            return;
        }
        over = true;
        turn.release();
        whole.settle(used);
    }
}
