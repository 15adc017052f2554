package io.github.telemetrycontext.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.Markdown;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Links to files and headings of this repository have targets. Links to other sites are not checked. */
class LinksTest {

    @TestFactory
    Stream<DynamicTest> linksHaveTargets() {
        return Repository.pages()
                .flatMap(page -> new Markdown(Repository.ROOT.resolve(page))
                        .destinations().stream()
                                .filter(link -> !link.startsWith("https://"))
                                .map(link -> DynamicTest.dynamicTest(page + ": " + link, () -> follow(page, link))));
    }

    private static void follow(Path page, String link) {
        String[] fileAndAnchor = link.split("#", 2);
        Path here = Repository.ROOT.resolve(page);
        Path there = fileAndAnchor[0].isEmpty() ? here : here.resolveSibling(fileAndAnchor[0]);
        assertThat(there).exists();
        if (fileAndAnchor.length == 2) {
            assertThat(new Markdown(there).anchors()).contains(fileAndAnchor[1]);
        }
    }
}
