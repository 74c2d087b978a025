package io.flowgauge.rest.security;

import io.jsonwebtoken.io.DeserializationException;
import io.jsonwebtoken.io.Deserializer;
import io.jsonwebtoken.io.SerializationException;
import io.jsonwebtoken.io.Serializer;
import java.io.OutputStream;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes a token's JSON with Jackson 3, for which jjwt has no module. */
final class JwtJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(8).build())
                    .build())
            .build();

    private JwtJson() {}

    static final class Writer implements Serializer<Map<String, ?>> {
        @Override
        @Deprecated
        public byte[] serialize(Map<String, ?> value) {
            return MAPPER.writeValueAsBytes(value);
        }

        @Override
        public void serialize(Map<String, ?> value, OutputStream out) {
            try {
                MAPPER.writeValue(out, value);
            } catch (JacksonException failed) {
                throw new SerializationException("a token could not be written", failed);
            }
        }
    }

    static final class Reader implements Deserializer<Map<String, ?>> {
        private static final TypeReference<Map<String, ?>> OBJECT = new TypeReference<>() {};

        @Override
        @Deprecated
        public Map<String, ?> deserialize(byte[] json) {
            return read(() -> MAPPER.readValue(json, OBJECT));
        }

        @Override
        public Map<String, ?> deserialize(java.io.Reader json) {
            return read(() -> MAPPER.readValue(json, OBJECT));
        }

        private static Map<String, ?> read(java.util.function.Supplier<Map<String, ?>> reading) {
            try {
                return reading.get();
            } catch (JacksonException invalid) {
                throw new DeserializationException("the token's JSON is broken", invalid);
            }
        }
    }
}
