package io.sallyport.journal;

import io.sallyport.database.CopyRow;
import io.sallyport.database.CopyTarget;
import io.sallyport.identity.Caller;
import io.sallyport.inference.TokenUsage;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.Cost;
import io.sallyport.lang.Money;
import io.sallyport.usage.PriceTexts;
import io.sallyport.usage.Saving;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row of `usage_record` per call of a proven caller; the database adds it to the sums of its hour.
final class UsageTarget implements CopyTarget<CallRecord> {
    private static final int LONGEST = 256;

    private final PriceTexts prices = new PriceTexts();

    @Override
    public String table() {
        return "usage_record";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "request_id",
                "started_at",
                "tenant_id",
                "project_id",
                "key_id",
                "user_id",
                "backend_profile_id",
                "end_user",
                "principal",
                "operation",
                "alias",
                "backend",
                "upstream_model",
                "success",
                "input_tokens",
                "cached_input_tokens",
                "cache_write_tokens",
                "output_tokens",
                "reasoning_tokens",
                "source",
                "cost_pico_usd",
                "total_us",
                "provider_kind",
                "status",
                "first_token_us",
                "images",
                "price",
                "saved_tokens",
                "saved_pico_usd",
                "purpose");
    }

    @Override
    public void encode(CallRecord call, CopyRow out) {
        out.uuid(call.id().value()).instant(call.timing().started());
        caller(call, call.caller().orElseThrow(), out);
        @Nullable
        Attempted last = call.attempts().isEmpty() ? null : call.attempts().getLast();
        out.word(call.asked().operation().word())
                .text(line(call.asked().model()))
                .text(last == null ? "" : line(last.backend()))
                .text(last == null ? "" : line(last.model()))
                .truth(call.outcome().isSuccess());
        tokens(call.usage(), out);
        out.number(picoDollars(call.cost()))
                .number(call.timing().total())
                .text(last == null ? "" : line(last.kind()))
                .number(call.outcome().status())
                .number(firstToken(call))
                .number(call.charge().images())
                .text(
                        call.charge().price().isPresent()
                                ? prices.of(call.charge().price().get())
                                : null);
        saved(call.charge().saved(), out);
        out.text(RequestTarget.purpose(call));
    }

    private static void caller(CallRecord call, Caller caller, CopyRow out) {
        Optional<BackendProfileId> profile = caller.reach().profile();
        out.word(caller.tenant().value())
                .word(caller.project().value())
                .word(caller.key().isPresent() ? caller.key().get().value() : "")
                .word(caller.user().isPresent() ? caller.user().get().value() : "")
                .word(profile.isPresent() ? profile.get().value() : "")
                .text(call.endUser().isPresent() ? line(call.endUser().get().identity()) : "")
                .text(line(caller.name()));
    }

    /// Only a streamed answer shows when its first token came.
    private static @Nullable Long firstToken(CallRecord call) {
        long first = call.timing().firstByte();
        return call.asked().streamed() && first >= 0 ? first : null;
    }

    private static void tokens(Optional<TokenUsage> usage, CopyRow out) {
        if (usage.isEmpty()) {
            out.absent(6);
            return;
        }
        TokenUsage tokens = usage.get();
        out.number(tokens.input())
                .number(tokens.cachedInput())
                .number(tokens.cacheWrite())
                .number(tokens.output())
                .number(tokens.reasoning())
                .word(tokens.source().word());
    }

    private static void saved(Optional<Saving> saved, CopyRow out) {
        if (saved.isEmpty()) {
            out.absent(2);
            return;
        }
        out.number(saved.get().tokens()).number(picoDollars(saved.get().cost()));
    }

    private static @Nullable BigInteger picoDollars(Cost cost) {
        return cost instanceof Cost.Known(Money amount) ? amount.picoDollars() : null;
    }

    private static String line(String foreign) {
        return BoundedText.line(foreign, LONGEST);
    }
}
