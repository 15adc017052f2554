package io.github.telemetrycontext.log4j2;

import static io.github.telemetrycontext.log4j2.Jvms.configured;
import static io.github.telemetrycontext.log4j2.Jvms.runWithSwitch;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.logging.log4j.core.ContextDataInjector;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.ContextDataInjectorFactory;
import org.apache.logging.log4j.core.impl.ThreadContextDataInjector;
import org.apache.logging.log4j.util.PropertySource;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which injector Log4j creates. Log4j reads its properties each time. */
class InjectorChoiceTest {

    private static final String SWITCH = "telemetry.context.log4j2.injector";
    private static final List<String> SPELLINGS = List.of("log4j2.contextDataInjector", "log4j2.ContextDataInjector");

    @AfterEach
    void forgetProperties() {
        System.clearProperty(SWITCH);
        SPELLINGS.forEach(System::clearProperty);
    }

    @Test
    void usesOurInjectorByDefault() {
        assertThat(ContextDataInjectorFactory.createInjector()).isInstanceOf(TelemetryContextDataInjector.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE"})
    void usesLog4jsInjectorWhenDisabled(String value) {
        System.setProperty(SWITCH, value);
        assertThat(ContextDataInjectorFactory.createInjector()).isInstanceOf(JvmMode.injectorOfLog4j());
    }

    @ParameterizedTest
    @CsvSource({"flase, WARN", "0, WARN", "true, ''", "FALSE, ''"})
    void warnsOnceAboutInvalidValue(String value, String level) {
        Result result = runWithSwitch("forked-lookups.xml", SWITCH, value, level);

        assertThat(result.out()).hasSize(5).element(1).asString().contains("s-1");
    }

    @Test
    void shortensAndEscapesInvalidValueInWarning() {
        Result result = configured("forked-lookups.xml")
                .property(SWITCH, "no\nERROR forged\u001b" + "x".repeat(1000))
                .run(ForkedApplication.class)
                .succeeded();

        assertThat(result.err())
                .containsExactly(
                        "WARN The system property telemetry.context.log4j2.injector can't be \"no?ERROR forged?"
                                + "x".repeat(48)
                                + "...\". Valid values are true and false. The default, true, is used.");
    }

    @ParameterizedTest
    @FieldSource("SPELLINGS")
    void usesInjectorOfUser(String spelling) {
        System.setProperty(spelling, UsersInjector.class.getName());
        assertThat(ContextDataInjectorFactory.createInjector()).isInstanceOf(UsersInjector.class);
    }

    @Test
    void propertySourceHasNoOtherProperty() {
        PropertySource source = ServiceLoader.load(PropertySource.class).stream()
                .filter(provider -> provider.type() == TelemetryContextPropertySource.class)
                .findFirst()
                .orElseThrow()
                .get();
        assertThat(source.containsProperty("log4j2.contextDataInjector")).isTrue();
        assertThat(source.containsProperty("log4j2.contextSelector")).isFalse();
        assertThat(source.getProperty("log4j2.contextSelector")).isNull();
        assertThat(source.getPropertyNames()).isEmpty();
    }

    /** Created by Log4j. */
    public static final class UsersInjector implements ContextDataInjector {

        private final ContextDataInjector theirs = new ThreadContextDataInjector.ForDefaultThreadContextMap();

        @Override
        public StringMap injectContextData(List<Property> properties, StringMap reusable) {
            return theirs.injectContextData(properties, reusable);
        }

        @Override
        @Deprecated
        public ReadOnlyStringMap rawContextData() {
            return theirs.rawContextData();
        }
    }
}
