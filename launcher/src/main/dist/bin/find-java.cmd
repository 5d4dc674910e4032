@echo off
rem Called by the launcher scripts: sets JAVA to the java.exe of a JDK 25, or says in one line that there is none.
set "JAVA="
if defined JAVA_HOME call :try "%JAVA_HOME%"
if defined JAVA exit /b 0
for /f "delims=" %%J in ('where java 2^>nul') do if not defined JAVA call :try "%%~dpJ.."
if defined JAVA exit /b 0
for /d %%D in ("%ProgramFiles%\Java\*" "%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Microsoft\*" "%ProgramFiles%\Zulu\*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\scoop\apps\*\current") do if not defined JAVA call :try "%%~D"
if defined JAVA exit /b 0
echo framecast: needs a JDK 25 and found none; install one (winget install EclipseAdoptium.Temurin.25.JDK) or set JAVA_HOME to it 1>&2
exit /b 1

:try
if not exist "%~1\bin\java.exe" exit /b 0
findstr /b /c:"JAVA_VERSION=\"25" "%~1\release" >nul 2>&1 && set "JAVA=%~f1\bin\java.exe"
exit /b 0
