/**
 * The telemetry context in Log4j2. With this jar on the classpath, each log event carries the fields of the context
 * that is current on the logging thread.
 *
 * <ul>
 *   <li>{@link io.github.telemetrycontext.log4j2.TelemetryContextDataProvider} adds the fields to the context data of
 *       the events, where each layout, filter and lookup finds them. Log4j loads it as a service.
 *   <li>{@link io.github.telemetrycontext.log4j2.TelemetryContextDataInjector} does the same at lower cost. It is
 *       active unless it is switched off or another injector is set.
 *   <li>Event templates of {@code JsonTemplateLayout} that ask for the context data by {@code mdc} get {@code
 *       sampling_iteration} as a number, see {@link io.github.telemetrycontext.log4j2.TelemetryContextTemplateInterceptor}.
 *   <li>The event template resolver {@code telemetryContext} writes the fields with their types at any place of a
 *       template of {@code JsonTemplateLayout}.
 *   <li>{@code classpath:TelemetryEcsLayout.json}, {@code TelemetryLogstashLayout.json}, {@code TelemetryGelfLayout.json},
 *       {@code TelemetryGcpLayout.json} and {@code TelemetryJsonLayout.json} are the event templates that come with
 *       {@code JsonTemplateLayout}, with the fields typed at the top level.
 * </ul>
 *
 * <p>Parameters and results are never null unless they are marked {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.log4j2;

import org.jspecify.annotations.NullMarked;
