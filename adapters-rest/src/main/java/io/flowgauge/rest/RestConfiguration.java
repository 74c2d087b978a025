package io.flowgauge.rest;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** All that answers over HTTP. Needs the application's in-ports and an {@code InstantSource}. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class RestConfiguration {}
