#!/usr/bin/env bash
# Tries the start-up door on a bare Debian: makes the smallest root there is, adds Python and nothing else, clones the
# last commit into it and runs dev.py there as a stranger would. Needs root, debootstrap and git.
#
#   packaging/bare_root_trial.sh                       the tests, then the program
#   packaging/bare_root_trial.sh "test tests/dev"      each argument is one line for dev.py
#
# Where packages come from, and whom to trust, is taken from this computer's own settings. Python comes first, because
# the smallest root has none; every Debian and Ubuntu desktop does. KEEP_ROOT=1 leaves the root for a look inside.
set -euo pipefail

checkout=$(cd "$(dirname "$0")/.." && pwd)
[ $# -gt 0 ] || set -- test run

if [ -z "${BARE_ROOT_MOUNTS_APART:-}" ]; then # mounts made below end with this script, however it ends
    BARE_ROOT_MOUNTS_APART=1 exec unshare --mount -- "$0" "$@"
fi

root=$(mktemp -d "${TMPDIR:-/tmp}/bare-root.XXXXXX")
chmod 755 "$root"
clean() {
    local mounted
    for mounted in dev proc sys; do umount --recursive --lazy "$root/$mounted" 2>/dev/null || true; done
    if [ -n "${KEEP_ROOT:-}" ] || grep -q " $root/" /proc/mounts; then # never delete through a mount
        echo "Kept: $root"
    else
        rm -rf --one-file-system "$root"
    fi
}
trap clean EXIT

. /etc/os-release
mirror=$(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
    awk -v release="$VERSION_CODENAME" '$1 == release { print $2; exit }')
echo "== a bare $PRETTY_NAME"
debootstrap --variant=minbase "$VERSION_CODENAME" "$root" "$mirror" >"$root.log" 2>&1 || { tail -n 20 "$root.log"; exit 1; }
rm -f "$root.log"

as_here() { # the same file or folder in the bare root
    local path
    for path in "$@"; do
        [ -e "$path" ] || continue
        mkdir -p "$root$(dirname "$path")"
        cp -rL "$path" "$root$(dirname "$path")/"
    done
}
rm -rf "$root"/etc/apt/sources.list*
as_here /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/apt/preferences.d /etc/apt/auth.conf.d \
    /etc/apt/keyrings /etc/apt/trusted.gpg.d /etc/resolv.conf /etc/hosts \
    /etc/pip.conf /etc/uv "$HOME/.config/pip" "$HOME/.config/uv"

mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"

settings=(HOME="$HOME" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8)
while IFS= read -r -d '' setting; do
    case "${setting,,}" in
        pip_cert=*) ;;
        pip_* | uv_* | http_proxy=* | https_proxy=* | no_proxy=*) settings+=("$setting") ;;
    esac
done < <(env -0)
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then # under another name, since a package may bring its own list there
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/trusted-here.crt"
    settings+=(PIP_CERT=/etc/trusted-here.crt SSL_CERT_FILE=/etc/trusted-here.crt)
fi
inside() { chroot "$root" /usr/bin/env -i "${settings[@]}" "$@" </dev/null; }

echo "== Python"
inside apt-get -qq update
inside env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends python3 >/dev/null 2>&1
mkdir -p "$root/checkout"
git -C "$checkout" archive HEAD | tar -x -C "$root/checkout"

for line in "$@"; do
    read -ra words <<<"$line"
    echo "== python3 dev.py $line"
    SECONDS=0
    inside sh -c 'cd /checkout && exec python3 dev.py "$@"' dev "${words[@]}"
    echo "== done in $SECONDS s"
done
