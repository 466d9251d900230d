# Installs, upgrades, repairs and removes both products on a Windows that may be spoilt, and says what is not as it should be.
# Needs an administrator and a machine without Countersign. Written on Linux and never run yet.
param(
    [Parameter(Mandatory)] [string] $Installers,
    [Parameter(Mandatory)] [string] $Later,
    [Parameter(Mandatory)] [string] $Logs
)
$ErrorActionPreference = "Stop"
$settings = "$env:ProgramData\Countersign\countersign.toml"
$station = "$env:ProgramFiles\Countersign"
$server = "$env:ProgramFiles\Countersign Server"
$run = "HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
New-Item -ItemType Directory -Force $Logs | Out-Null

function Assert([bool] $Holds, [string] $What) {
    if (-not $Holds) { throw "Not so: $What" }
    Write-Host "so: $What"
}

function Invoke-Installer([string] $Name, [string[]] $Words) {
    # Answers msiexec's code; the log is kept.
    $log = Join-Path (Resolve-Path $Logs) "$Name.log"
    $all = $Words + @("/qn", "/norestart", "/l*v", "`"$log`"")
    return (Start-Process msiexec.exe -ArgumentList $all -Wait -PassThru).ExitCode
}

function Find-Installer([string] $Folder, [string] $Product) {
    return '"' + (Get-Item (Join-Path $Folder "countersign-$Product-*.msi")).FullName + '"'
}

function Test-UserMayWrite([string] $Path) {
    # Whether the group of all users has a right that changes something.
    $writing = [System.Security.AccessControl.FileSystemRights] "Write, Delete, ChangePermissions, TakeOwnership"
    $users = New-Object System.Security.Principal.SecurityIdentifier "S-1-5-32-545"
    $rules = (Get-Acl $Path).GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])
    return [bool] ($rules | Where-Object { $_.IdentityReference -eq $users -and ($_.FileSystemRights -band $writing) })
}

$first, $next = (Find-Installer $Installers "station"), (Find-Installer $Later "station")
$words = @("/i", $first, "SERVER=qc-server:50051", "STATION=qc-3", 'ERP="https://erp.example/api?a=1&b=2"', 'TLSCA="C:\Plant files\ca.pem"', "KIOSK=1")
Assert ((Invoke-Installer "station-refused" @("/i", $first, "SERVER=qc-server")) -eq 1603) "an address without a port is refused"
Assert (-not (Test-Path $station)) "nothing was installed then"
Assert ((Invoke-Installer "station-install" $words) -eq 0) "the station installs silently"
& "$station\countersign.exe" --version
Assert ($LASTEXITCODE -eq 0) "it tells its version"
$env:QT_QPA_PLATFORM = "offscreen"
& "$station\countersign.exe" selftest
Assert ($LASTEXITCODE -eq 0) "its self-test passes"
& "$station\countersign.exe" config show --origin
Assert ((Get-Content -Raw $settings).Contains("https://erp.example/api?a=1&b=2")) "the settings are as they were given"
Assert (-not (Test-UserMayWrite (Split-Path $settings))) "users may not write into the folder of the settings"
Assert (-not (Test-UserMayWrite (Join-Path (Split-Path $settings) "conf.d"))) "nor into its drop-ins"
Assert (-not (Test-UserMayWrite $settings)) "nor into the file"
Assert ((Get-ItemProperty $run).Countersign -like '*countersignw.exe" station') "it starts with Windows"
Assert ((Get-ChildItem "$env:ProgramData\Microsoft\Windows\Start Menu\Programs\Countersign").Count -eq 2) "it is in everybody's Start menu"

Add-Content $settings "# by hand"
$count = (Get-ChildItem -Recurse -File $station).Count
Assert ((Invoke-Installer "station-upgrade" @("/i", $next)) -eq 0) "it is upgraded"
Assert ((Get-ChildItem -Recurse -File $station).Count -eq $count) "with all its files"
& "$station\countersign.exe" selftest
Assert ($LASTEXITCODE -eq 0) "and passes its self-test"
Assert ((Get-Content -Raw $settings).Contains("# by hand")) "the settings were kept"
Assert ((Get-ItemProperty $run).Countersign -like "*countersignw.exe*") "it still starts with Windows"
Assert ((Invoke-Installer "station-downgrade" @("/i", $first)) -eq 1603) "an older version is refused"
Assert ([bool] (Select-String -Quiet -Encoding unicode "A newer version of Countersign" "$Logs\station-downgrade.log")) "in words"

Remove-Item "$station\_internal\base_library.zip"
Assert ((Invoke-Installer "station-repair" @("/fa", $next)) -eq 0) "it is repaired"
Assert (Test-Path "$station\_internal\base_library.zip") "and whole again"

$server_first, $server_next = (Find-Installer $Installers "server"), (Find-Installer $Later "server")
Assert ((Invoke-Installer "server-install" @("/i", $server_first, "START=1")) -eq 0) "the server installs beside it"
& "$server\countersign-server.exe" selftest
Assert ($LASTEXITCODE -eq 0) "its self-test passes"
$rule = Get-NetFirewallRule -DisplayName "Countersign Server"
Assert ($rule.Enabled -eq "True" -and -not "$($rule.Profile)".Contains("Public")) "the firewall lets it be reached, not in public networks"
$task = Get-ScheduledTask -TaskName "Countersign Server"
Assert ($task.Settings.ExecutionTimeLimit -eq "PT0S") "its task has no time limit"
for ($second = 0; $second -lt 60 -and -not (Get-NetTCPConnection -State Listen -LocalPort 50051 -ErrorAction Ignore); $second++) {
    Start-Sleep 1
}
Assert ([bool] (Get-NetTCPConnection -State Listen -LocalPort 50051 -ErrorAction Ignore)) "it listens"
Assert ((Invoke-Installer "server-upgrade" @("/i", $server_next)) -eq 0) "it is upgraded while it runs"
Assert ((Invoke-Installer "server-remove" @("/x", $server_next)) -eq 0) "it is removed"
Assert (-not (Get-NetFirewallRule -DisplayName "Countersign Server" -ErrorAction Ignore)) "with its rule"
Assert (-not (Get-ScheduledTask -TaskName "Countersign Server" -ErrorAction Ignore)) "and its task"

Assert ((Invoke-Installer "station-remove" @("/x", $next)) -eq 0) "the station is removed"
Assert (-not (Test-Path $station)) "with all its files"
Assert (-not (Get-ItemProperty $run).Countersign) "and its start"
Assert (Test-Path $settings) "the settings stay"
