@echo off
rem Starts the built program on Windows. The folder lib beside this folder has its jars.
setlocal
set "BIN=%~dp0"
set "JAVA=%BIN%..\runtime\bin\java.exe"
if not exist "%JAVA%" call "%BIN%find-java.cmd" || exit /b 1
"%JAVA%" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xss512k ^
  -Dio.netty.leakDetection.level=disabled -Dio.netty.jfr.enabled=false -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 "-Dframecast.home=%BIN%.." %FRAMECAST_JAVA_OPTS% ^
  -cp "%BIN%..\lib\*" io.framecast.launcher.Main %*
exit /b %ERRORLEVEL%
