package io.flowgauge.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of {@code docs/architecture.md}: the service keeps each, and each finds the specimen that breaks it. */
class ArchitectureTest {
    private static final String SERVICE = "io.flowgauge";
    private static final String SPECIMEN = "io.flowgauge.architecture.specimen";

    private static final JavaClasses SERVICE_CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // The contract kits come as jars in a whole build.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .withImportOption(location -> !location.contains("/architecture/specimen/"))
            .importPackages(SERVICE);
    private static final JavaClasses SPECIMENS = new ClassFileImporter().importPackages(SPECIMEN);

    enum Rule {
        DOMAIN_KNOWS_JAVA_ALONE(root -> onlyDependOn(root + ".domain..", root + ".domain..")),
        APPLICATION_KNOWS_JAVA_AND_DOMAIN(
                root -> onlyDependOn(root + ".application..", root + ".application..", root + ".domain..")),
        RECORDER_KNOWS_JAVA_ALONE(root -> onlyDependOn(root + ".recorder..", root + ".recorder..")),
        REST_KNOWS_NO_OTHER_ADAPTER(root -> noClasses()
                .that()
                .resideInAPackage(root + ".rest..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".persistence..")),
        PERSISTENCE_KNOWS_NO_OTHER_ADAPTER(root -> noClasses()
                .that()
                .resideInAPackage(root + ".persistence..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".rest..")),
        ADAPTERS_KNOW_THE_PORTS_ALONE(root -> noClasses()
                .that()
                .resideInAnyPackage(root + ".rest..", root + ".persistence..")
                .should()
                .dependOnClassesThat(resideInAPackage(root + ".application..")
                        .and(not(resideInAPackage(root + ".application.port..")))
                        .as("reside in the application outside its ports"))),
        ONLY_BOOTSTRAP_SEES_BOOTSTRAP(root -> noClasses()
                .that()
                .resideOutsideOfPackage(root + ".bootstrap..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".bootstrap..")),
        PORTS_ARE_INTERFACES(root -> classes()
                .that()
                .resideInAPackage(root + ".application.port..")
                .and(topLevel())
                .and()
                .areNotRecords()
                .and()
                .areNotAssignableTo(RuntimeException.class)
                .and()
                .haveSimpleNameNotEndingWith("package-info")
                .should()
                .beInterfaces()),
        SQL_STAYS_IN_PERSISTENCE(root -> noClasses()
                .that(resideInAPackage(root + "..")
                        .and(not(resideInAnyPackage(
                                root + ".persistence..", root + ".bootstrap..", root + ".samples..")))
                        .as("are outside persistence and bootstrap"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "javax.sql..", "org.springframework.data..", "org.springframework.jdbc..")),
        WEB_STAYS_IN_REST(root -> noClasses()
                .that(resideInAPackage(root + "..")
                        .and(not(resideInAPackage(root + ".rest..")))
                        .as("are outside rest"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet..")),
        ONE_DOOR_A_PACKAGE_OF_AN_ADAPTER(root -> classes()
                .that()
                .resideInAnyPackage(root + ".rest..", root + ".persistence..")
                .and(topLevel())
                .and()
                .arePublic()
                .and()
                .haveSimpleNameNotStartingWith("Generated")
                .should(beTheOnlyDoor())),
        NO_CYCLES_AMONG_PACKAGES(
                root -> slices().matching(root + ".(**)").should().beFreeOfCycles()),
        TIME_IS_INJECTED(root -> noClasses()
                .that()
                .resideInAnyPackage(root + ".domain..", root + ".application..")
                .should()
                .accessTargetWhere(readsTheClock())),
        NAMES_SAY_WHAT_A_THING_IS(root -> noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Utils?)$")
                .orShould()
                .haveNameMatching(".*\\.Base[A-Z]\\w*$"));

        // A lambda without state.
        @SuppressWarnings("ImmutableEnumChecker")
        private final Function<String, ArchRule> under;

        Rule(Function<String, ArchRule> under) {
            this.under = under;
        }
    }

    private static ArchRule onlyDependOn(String who, String... ours) {
        String[] allowed = Stream.concat(Stream.of("java..", "org.jspecify.annotations", ""), Stream.of(ours))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(who)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }

    private static DescribedPredicate<JavaClass> topLevel() {
        return DescribedPredicate.describe("are top-level", JavaClass::isTopLevelClass);
    }

    private static ArchCondition<JavaClass> beTheOnlyDoor() {
        return new ArchCondition<>("be the only public type of their package") {
            @Override
            public void check(JavaClass door, ConditionEvents events) {
                Set<String> doors = door.getPackage().getClasses().stream()
                        .filter(type -> type.isTopLevelClass()
                                && type.getModifiers().contains(JavaModifier.PUBLIC)
                                // Annotations are words that others say of themselves.
                                && !type.isAnnotation()
                                && !type.getSimpleName().startsWith("Generated"))
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());
                if (doors.size() > 1) {
                    events.add(SimpleConditionEvent.violated(door, door.getPackageName() + " has doors " + doors));
                }
            }
        };
    }

    private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
        return DescribedPredicate.describe("reads the machine's clock", access -> {
            String target = access.getTargetOwner().getName() + "." + access.getName();
            return target.equals("java.lang.System.currentTimeMillis")
                    || target.equals("java.lang.System.nanoTime")
                    || target.equals("java.time.Instant.now")
                    || target.startsWith("java.time.Clock.system");
        });
    }

    @ParameterizedTest
    @EnumSource
    void theServiceKeepsTheRule(Rule rule) {
        rule.under.apply(SERVICE).check(SERVICE_CLASSES);
    }

    @ParameterizedTest
    @EnumSource
    void theRuleFindsTheSpecimenThatBreaksIt(Rule rule) {
        assertThat(rule.under.apply(SPECIMEN).evaluate(SPECIMENS).hasViolation())
                .isTrue();
    }
}
