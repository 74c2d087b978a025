package io.flowgauge.rest;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** All that answers over HTTP. Needs the application's in-ports, an {@code Exposure} and an {@code InstantSource}. */
@Configuration(proxyBeanMethods = false)
// What is for a management server of its own comes with that.
@ComponentScan(excludeFilters = @ComponentScan.Filter(ManagementContextConfiguration.class))
public class RestConfiguration {}
