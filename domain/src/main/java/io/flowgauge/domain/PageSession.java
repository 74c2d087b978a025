package io.flowgauge.domain;

import java.time.Instant;

/**
 * Someone signed in on the page, known again by a cookie.
 *
 * @param id in the cookie, and by which it is listed and ended
 * @param secretHash SHA-256 of the cookie's secret, in lower-case hexadecimal
 * @param credentialVersion the user's when it began; void once the user's is another
 * @param tenant the user's own, or the one that a SuperAdmin switched to
 * @param lastUsed within a minute
 * @param address where it was begun from
 * @param agent what the browser called itself, for its user to recognize it
 */
public record PageSession(
        String id,
        String secretHash,
        UserId user,
        long credentialVersion,
        TenantId tenant,
        Instant created,
        Instant lastUsed,
        String address,
        String agent) {

    /** Without the hash of the secret, which is nobody's to read in a log. */
    @Override
    public String toString() {
        return "PageSession " + id;
    }

    /** The same session in another tenant. */
    public PageSession in(TenantId other) {
        return new PageSession(id, secretHash, user, credentialVersion, other, created, lastUsed, address, agent);
    }

    /** The same session, used since. */
    public PageSession usedAt(Instant use) {
        return new PageSession(id, secretHash, user, credentialVersion, tenant, created, use, address, agent);
    }
}
