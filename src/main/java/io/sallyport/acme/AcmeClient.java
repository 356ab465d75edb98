package io.sallyport.acme;

import io.sallyport.lang.Secret;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.exception.AcmeException;

/// Orders certificates from one directory.
///
/// Errors: AcmeFailure with what the authority said. Threads: blocks, for minutes at most; one order at a time.
///
/// Source: RFC 8555.
public final class AcmeClient {

    /// Longest wait for each step that an authority takes on its own.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI directory;
    private final Optional<Secret> authorities;
    private final Optional<String> email;

    /// @param directory where the authority begins
    /// @param authorities who may have signed the directory's own certificate, as PEM; empty for the usual ones
    /// @param email where the authority may write to
    public AcmeClient(URI directory, Optional<Secret> authorities, Optional<String> email) {
        this.directory = directory;
        this.authorities = authorities;
        this.email = email;
    }

    /// Makes the account where there is none, proves every domain and has a certificate for a fresh key issued.
    /// Who calls agrees to the terms of the authority.
    public Issued order(AccountKey account, List<String> domains, Proofs proofs) {
        try {
            Login login = login(account);
            Order order = login.newOrder().domains(domains).create();
            for (Authorization authorization : order.getAuthorizations()) {
                prove(authorization, proofs);
            }
            order.waitUntilReady(PATIENCE);
            KeyPair keys = Pem.freshKeys();
            order.execute(keys);
            if (order.waitForCompletion(PATIENCE) != Status.VALID) {
                throw refused("the certificate was not issued", order.getError());
            }
            return issued(order.getCertificate().getCertificateChain(), keys);
        } catch (AcmeException e) {
            throw new AcmeFailure("the directory refused: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AcmeFailure("the order was interrupted", e);
        }
    }

    private Login login(AccountKey account) throws AcmeException {
        Session session = authorities
                .map(trusted -> new Session(directory, new TrustingProvider(trusted)))
                .orElseGet(() -> new Session(directory));
        AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(account.pair());
        email.ifPresent(builder::addEmail);
        return builder.createLogin(session);
    }

    private static void prove(Authorization authorization, Proofs proofs) throws AcmeException, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return;
        }
        String domain = authorization.getIdentifier().getDomain();
        Asked asked = asked(authorization, domain, proofs.way());
        proofs.show(asked.proof());
        try {
            asked.challenge().trigger();
            if (asked.challenge().waitForCompletion(PATIENCE) != Status.VALID) {
                throw refused(domain + " was not proven", asked.challenge().getError());
            }
        } finally {
            proofs.hide(asked.proof());
        }
    }

    /// One proof, and the challenge that asks for it.
    private record Asked(Challenge challenge, Proof proof) {}

    private static Asked asked(Authorization authorization, String domain, Proofs.Way way) {
        return switch (way) {
            case HTTP_01 -> {
                Http01Challenge challenge = find(authorization, Http01Challenge.class, domain, "http-01");
                yield new Asked(challenge, new Proof(domain, challenge.getToken(), challenge.getAuthorization()));
            }
            case DNS_01 -> {
                Dns01Challenge challenge = find(authorization, Dns01Challenge.class, domain, "dns-01");
                String record = challenge.getRRName(authorization.getIdentifier());
                yield new Asked(challenge, new Proof(domain, record, challenge.getDigest()));
            }
        };
    }

    private static <T extends Challenge> T find(
            Authorization authorization, Class<T> type, String domain, String name) {
        return authorization
                .findChallenge(type)
                .orElseThrow(() -> new AcmeFailure("the authority does not take " + name + " for " + domain));
    }

    private static AcmeFailure refused(String what, Optional<Problem> problem) {
        return new AcmeFailure(
                problem.map(said -> what + ": " + said).orElse(what + ", and the authority does not say why"));
    }

    private static Issued issued(List<X509Certificate> chain, KeyPair keys) {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : chain) {
                text.append(Pem.write(Pem.CERTIFICATE, certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new AcmeFailure("the authority sent what is no certificate", e);
        }
        X509Certificate own = chain.getFirst();
        return new Issued(
                text.toString(),
                Secret.of(Pem.write(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded())),
                own.getNotBefore().toInstant(),
                own.getNotAfter().toInstant());
    }
}
