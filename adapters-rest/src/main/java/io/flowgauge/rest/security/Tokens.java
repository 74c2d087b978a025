package io.flowgauge.rest.security;

import io.flowgauge.application.port.in.CheckAccess;
import io.flowgauge.application.port.in.IssueTokens;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.UnsupportedJwtException;
import java.security.Key;
import java.time.InstantSource;
import java.util.Date;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** JSON Web Tokens (RFC 7519), signed with HS256 by the key that their {@code kid} names; no other algorithm is accepted. */
@Component
final class Tokens {
    private static final String TENANT = "tenant";
    private static final String CREDENTIAL_VERSION = "version";

    /** Longer ones are none of ours; they are refused before anything is decoded. */
    private static final int LONGEST = 4_096;

    private final CheckAccess access;
    private final JwtParser parser;

    Tokens(CheckAccess access, InstantSource clock) {
        this.access = access;
        this.parser = Jwts.parser()
                .json(new JwtJson.Reader())
                .clock(() -> Date.from(clock.instant()))
                .keyLocator(this::key)
                .build();
    }

    private Key key(Header header) {
        if (!(header instanceof JwsHeader signed)
                || !Jwts.SIG.HS256.getId().equals(signed.getAlgorithm())
                || signed.getKeyId() == null) {
            throw new UnsupportedJwtException("a token is signed with HS256 and names its key");
        }
        return access.signingKey(signed.getKeyId())
                .map(Tokens::hmac)
                .orElseThrow(() -> new UnsupportedJwtException("the token's key is not known"));
    }

    private static Key hmac(SigningKey key) {
        return new SecretKeySpec(key.secret(), "HmacSHA256");
    }

    String of(IssueTokens.Answer.Granted granted) {
        User user = granted.user();
        return Jwts.builder()
                .json(new JwtJson.Writer())
                .header()
                .keyId(granted.key().id())
                .and()
                .subject(Long.toString(user.id().value()))
                .claim(TENANT, granted.tenant().value())
                .claim(CREDENTIAL_VERSION, user.credentialVersion())
                .issuedAt(Date.from(granted.issuedAt()))
                .expiration(Date.from(granted.expires()))
                .signWith(new SecretKeySpec(granted.key().secret(), "HmacSHA256"), Jwts.SIG.HS256)
                .compact();
    }

    /** What a token is worth. */
    Presented presented(String token) {
        if (token.length() > LONGEST) {
            return Presented.Refused.because("a token: longer than " + LONGEST + " characters");
        }
        try {
            Claims claims = parser.parseSignedClaims(token).getPayload();
            if (claims.getExpiration() == null) {
                return Presented.Refused.because("a token: it has no end");
            }
            TenantId tenant = new TenantId(number(claims, TENANT));
            return access.user(
                            new UserId(Long.parseLong(claims.getSubject())), tenant, number(claims, CREDENTIAL_VERSION))
                    .<Presented>map(user -> new Presented.Valid(new Caller.Person(
                            user,
                            tenant,
                            new Caller.By.Token(claims.getExpiration().toInstant()))))
                    .orElseGet(() -> Presented.Refused.because(
                            "a token: its user is gone, disabled, of another tenant, or has changed since"));
        } catch (ExpiredJwtException past) {
            return new Presented.Refused("a token: it has expired", "the token has expired; sign in again");
        } catch (JwtException | IllegalArgumentException invalid) {
            // The class alone: messages repeat parts of the token.
            return Presented.Refused.because("a token: " + words(invalid));
        }
    }

    /** {@code UnsupportedJwtException} as {@code unsupported jwt}. */
    private static String words(Exception invalid) {
        return invalid.getClass()
                .getSimpleName()
                .replaceFirst("Exception$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static long number(Claims claims, String name) {
        if (claims.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("the token says no " + name);
    }
}
