/** Lists in pages. */
@NullMarked
package io.flowgauge.rest.paging;

import org.jspecify.annotations.NullMarked;
