package io.flowgauge.domain;

/**
 * A recorder's key of one tenant: {@code fg_<id>_<secret>}.
 *
 * @param id letters and digits, unique in the whole service
 * @param secretHash SHA-256 of the secret, in lower-case hexadecimal
 */
public record ApiKey(String id, TenantId tenant, String secretHash) {
    public ApiKey {
        if (!id.matches("[A-Za-z0-9]{1,64}")) {
            throw new IllegalArgumentException("key id is \"" + id + "\", must be 1 to 64 letters or digits");
        }
        if (!secretHash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("the hash of key " + id + " is no SHA-256 in lower-case hexadecimal");
        }
    }
}
