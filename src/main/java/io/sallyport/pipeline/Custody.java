package io.sallyport.pipeline;

import io.sallyport.deposit.Deposits;
import io.sallyport.identity.Caller;
import io.sallyport.inference.RawRequest;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.TenantId;
import io.sallyport.pipeline.OnlyOnce.Guard;
import io.sallyport.routing.Attempt;
import io.sallyport.routing.Attempt.Failed;
import io.sallyport.routing.Attempt.Flowing;
import io.sallyport.routing.Attempt.Whole;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The part of the road that keeps what backends hold for one tenant from the others.
///
/// A call that names nothing and leaves nothing passes untouched. Others wait for the database on a virtual thread:
/// before they go, and before an answer leaves that lists things or tells of a new one.
final class Custody {
    private final Deposits deposits;
    private final Executor blocking;
    private final Guard guard;

    Custody(Deposits deposits, Executor blocking, Guard guard) {
        this.deposits = deposits;
        this.blocking = blocking;
        this.guard = guard;
    }

    /// Lets a call go whose tenant owns everything it names.
    ///
    /// Errors: NotFound.
    void admit(Passage passage, Caller caller, RawRequest request, Runnable goes) {
        Set<String> ids = DepositIds.of(request);
        if (ids.isEmpty()) {
            goes.run();
            return;
        }
        blocking.execute(() -> guard.run(passage, () -> {
            deposits.require(caller.tenant(), ids);
            passage.call().reply().onLoop(() -> guard.run(passage, goes));
        }));
    }

    /// Writes down what an answer tells of, and leaves out of a list what belongs to others.
    void conclude(Passage passage, Attempt attempt, Consumer<Attempt> answers) {
        Optional<TenantId> tenant = passage.tenant();
        Optional<RawRequest> request = passage.request();
        if (tenant.isEmpty() || request.isEmpty() || !concerns(request.get(), attempt, tenant.get())) {
            answers.accept(attempt);
            return;
        }
        if (attempt instanceof Whole) {
            passage.answering();
        }
        blocking.execute(() -> guard.run(passage, () -> {
            Attempt shown = concluded(request.get(), attempt, tenant.get());
            passage.call().reply().onLoop(() -> guard.run(passage, () -> answers.accept(shown)));
        }));
    }

    private static boolean concerns(RawRequest request, Attempt attempt, TenantId tenant) {
        boolean isNews = Deposits.lists(tenant) && DepositIds.leaves(request);
        return switch (attempt) {
            case Whole _ -> isNews || DepositIds.asksForList(request);
            case Flowing flowing -> isNews && flowing.step().isEvents();
            case Failed _ -> false;
        };
    }

    private Attempt concluded(RawRequest request, Attempt attempt, TenantId tenant) {
        switch (attempt) {
            case Whole whole
            when DepositIds.asksForList(request) -> {
                return DepositIds.list(whole.body())
                        .<Attempt>map(list -> whole.with(visible(list, tenant)))
                        .orElse(whole);
            }
            case Whole whole -> deposits.keep(tenant, DepositIds.made(whole.body()));
            case Flowing flowing -> deposits.keep(tenant, DepositIds.madeInStream(flowing.first()));
            case Failed _ -> {}
        }
        return attempt;
    }

    private Bytes visible(Json list, TenantId tenant) {
        return DepositIds.only(list, deposits.ownedBy(tenant, DepositIds.listed(list)));
    }
}
