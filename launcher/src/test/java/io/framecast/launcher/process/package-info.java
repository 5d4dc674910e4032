/** The built distribution, started as users start it. */
@NullMarked
package io.framecast.launcher.process;

import org.jspecify.annotations.NullMarked;
