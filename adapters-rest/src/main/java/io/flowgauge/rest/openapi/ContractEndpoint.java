package io.flowgauge.rest.openapi;

import io.flowgauge.rest.security.ForStrangers;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /v3/api-docs}: {@code docs/openapi.yaml} as JSON. */
@RestController
class ContractEndpoint {
    private final byte[] contract;

    ContractEndpoint() throws IOException {
        try (InputStream yaml = new ClassPathResource("openapi.yaml", ContractEndpoint.class).getInputStream()) {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
            contract = JsonMapper.shared().writeValueAsBytes(document);
        }
    }

    @ForStrangers
    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] contract() {
        return contract;
    }
}
