@echo off
rem Starts the built program on Windows. The folder lib beside this folder has its jars.
setlocal
set "BIN=%~dp0"
set "JAVA=%BIN%..\runtime\bin\java.exe"
if not exist "%JAVA%" call "%BIN%find-java.cmd" || exit /b 1
rem What each program asks of its JVM, as in the script framecast.
set "JVM="
if "%~1"=="broker" set "JVM=-XX:+UseSerialGC -Xmn8m"
for %%P in (secret token generate-completion --help --version) do if "%~1"=="%%P" set "JVM=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
for %%P in (producer subscriber demo) do if "%~1"=="%%P" set "JVM=-XX:+UseSerialGC -Xms24m -Xmn8m"
"%JAVA%" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xss512k ^
  -Dio.netty.leakDetection.level=disabled -Dio.netty.jfr.enabled=false -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 "-Dframecast.home=%BIN%.." %JVM% %FRAMECAST_JAVA_OPTS% ^
  -cp "%BIN%..\lib\*" io.framecast.launcher.Main %*
exit /b %ERRORLEVEL%
