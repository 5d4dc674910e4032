/** The gateway's pages in a real browser, against the built distribution. */
@NullMarked
package io.framecast.launcher.browser;

import org.jspecify.annotations.NullMarked;
