package io.sallyport.key;

import io.sallyport.crypto.KeyHasher;
import io.sallyport.crypto.Peppers;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Reach;
import io.sallyport.key.ApiKey.Status;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One key, `sk-demo.my-secret`, that expires a minute after noon of 2026-11-21.
final class FakeKeys implements KeySource {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    static final KeyHasher HASHER = new KeyHasher(Peppers.parse(Secret.of("a-pepper-that-only-tests-use")));

    private final Map<String, Proof> proofs = new HashMap<>();
    private Status status = Status.ACTIVE;
    boolean tenantActive = true;
    Optional<UserId> user = Optional.empty();
    Set<String> groups = Set.of();
    AllowedAddresses from = AllowedAddresses.ANYWHERE;
    AllowList around = AllowList.anything();
    int questions;
    Runnable duringLookUp = () -> {};

    Secret add(Status state) {
        Secret text = Secret.of("sk-demo.my-secret");
        proofs.put("demo", new Proof(new KeyId("key-1"), HASHER.hash(text)));
        status = state;
        return text;
    }

    void set(Status state) {
        status = state;
    }

    @Override
    public Optional<Proof> proof(String prefix) {
        questions++;
        duringLookUp.run();
        return Optional.ofNullable(proofs.get(prefix));
    }

    @Override
    public Map<KeyId, Standing> standings(Collection<KeyId> ids) {
        return ids.stream().collect(Collectors.toMap(id -> id, this::known));
    }

    private Standing known(KeyId id) {
        ApiKey key = new ApiKey(
                id,
                new TenantId("default"),
                new ProjectId("default"),
                "demo key",
                "demo",
                status,
                "service",
                "demo",
                Optional.of(List.of("openai/*")),
                Optional.of(List.of("chat")),
                from,
                false,
                LossPolicy.WARN,
                "",
                "admin",
                NOON,
                Optional.of(NOON.plusSeconds(60)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1);
        return new Standing(key, tenantActive, user, groups, around, Optional.of(Reach.ANYWHERE));
    }
}
